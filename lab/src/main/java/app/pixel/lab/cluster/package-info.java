// SPDX-License-Identifier: Apache-2.0
/**
 * A real Kubernetes control plane on this machine: no cloud, no container, no root, everything on 127.0.0.1.
 *
 * <p>A {@link app.pixel.lab.cluster.LocalCluster} runs {@link app.pixel.lab.cluster.Tools} that lab/cluster-tools/build
 * has built. Its {@link app.pixel.lab.cluster.ControlPlane} is the real etcd, API server, controllers and scheduler.
 * They refuse, default, schedule and scale as in every cluster. Only the kubelets are simulated, by
 * {@link app.pixel.lab.cluster.Kwok}: it reports each node as ready and each pod as running.
 *
 * <p>Nodes follow the platform's {@link app.pixel.lab.cluster.NodeTemplate}s. With
 * {@link app.pixel.lab.cluster.CustomMetrics}, a real Prometheus scrapes real processes for the real autoscaler.
 * {@link app.pixel.lab.cluster.StrictApply} applies objects, and refuses each field that the API server does not know.
 *
 * <p>Pods have addresses of the loopback interface, so that {@link app.pixel.lab.kubelet} can run processes there.
 * EndpointSlices refuse such addresses, so Services here have no endpoints.
 *
 * <p>Every process is a {@link app.pixel.lab.process.LeashedProcess}: it ends with the JVM that started it.
 */
@NullMarked
package app.pixel.lab.cluster;

import org.jspecify.annotations.NullMarked;
