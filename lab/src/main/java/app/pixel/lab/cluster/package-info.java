// SPDX-License-Identifier: Apache-2.0
/**
 * A real Kubernetes control plane on this machine: no cloud, no container, no root, everything on 127.0.0.1.
 *
 * <p>A {@link app.pixel.lab.cluster.LocalCluster} is made of {@link app.pixel.lab.cluster.Tools} that were built beforehand
 * (lab/cluster-tools/build). Its {@link app.pixel.lab.cluster.ControlPlane} is the real etcd, API server,
 * controllers and scheduler, so what is refused, defaulted, scheduled and scaled here is so everywhere. Only kubelets
 * are played: kwok says of each node that it is ready and of each pod that it runs. Nodes are shaped as the platform's
 * {@link app.pixel.lab.cluster.NodeTemplate}s, and {@link app.pixel.lab.cluster.CustomMetrics} lets a real Prometheus
 * scrape real processes for the real autoscaler. {@link app.pixel.lab.cluster.StrictApply} puts objects in, and takes no
 * field that the API server does not know.
 *
 * <p>Pods have addresses of the loopback interface, so that {@link app.pixel.lab.kubelet} can run processes there;
 * EndpointSlices take none of these, so Services here have no endpoints.
 *
 * <p>Every process is a {@link app.pixel.lab.process.LeashedProcess}: nothing outlives the JVM that started it, however
 * it ends.
 */
@NullMarked
package app.pixel.lab.cluster;

import org.jspecify.annotations.NullMarked;
