// SPDX-License-Identifier: Apache-2.0
/**
 * Real processes behind the pods of a cluster whose nodes are simulated.
 *
 * <p>The {@link app.pixel.lab.kubelet.Kubelet} follows the pods of some namespaces. It starts
 * {@link app.pixel.lab.kubelet.PodProcesses} for each pod that the cluster reports as running. Each container of ours
 * becomes a process. Coturn starts by the entry point of its image.
 *
 * <p>A process has the container's {@link app.pixel.lab.kubelet.ContainerSettings} and
 * {@link app.pixel.lab.kubelet.PodVolumes}. It listens on the pod's own address, which is one of the loopback
 * interface. {@link app.pixel.lab.kubelet.ServiceNames} stand for the cluster's name service. The processes end with
 * their pod.
 */
@NullMarked
package app.pixel.lab.kubelet;

import org.jspecify.annotations.NullMarked;
