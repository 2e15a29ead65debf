// SPDX-License-Identifier: Apache-2.0
/**
 * Real processes behind the pods of a cluster whose nodes only say that they run them.
 *
 * <p>The {@link app.pixel.lab.kubelet.Kubelet} follows the pods of some namespaces. For each that the cluster counts as
 * running it starts {@link app.pixel.lab.kubelet.PodProcesses}: a process for every container of ours, and coturn by the
 * entry point of its image, with the {@link app.pixel.lab.kubelet.ContainerSettings} and the
 * {@link app.pixel.lab.kubelet.PodVolumes} that the container has, on the pod's own address, which is one of the loopback
 * interface. {@link app.pixel.lab.kubelet.ServiceNames} stand for the cluster's name service. A pod that goes takes its
 * processes with it.
 */
@NullMarked
package app.pixel.lab.kubelet;

import org.jspecify.annotations.NullMarked;
