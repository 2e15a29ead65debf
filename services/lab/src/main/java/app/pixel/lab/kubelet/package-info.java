// SPDX-License-Identifier: Apache-2.0
/**
 * Real processes behind the pods of a cluster whose nodes only say that they run them.
 *
 * <p>The {@link app.pixel.lab.kubelet.Kubelet} follows the pods of a namespace. For each that the cluster counts as
 * running it starts {@link app.pixel.lab.kubelet.PodProcesses}: a process for every container of ours, with the
 * arguments, the environment and the mounted Secrets that the container has, and on the pod's own address, which is one
 * of the loopback interface. Services are names in a file of hosts. A pod that goes takes its processes with it.
 */
@NullMarked
package app.pixel.lab.kubelet;

import org.jspecify.annotations.NullMarked;
