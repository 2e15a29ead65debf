// SPDX-License-Identifier: Apache-2.0
/**
 * One real Kubernetes node, which runs the platform's own images. A kubelet drives a containerd, and kube-proxy
 * routes Services. CoreDNS and Traefik run as pods, the latter with the arguments that its chart renders. A stack
 * brings its own enforcer of policies. The control plane is {@link app.pixel.lab.cluster.LocalCluster}'s.
 *
 * <p>{@code lab/namespaces/bin/java} makes namespaces around the JVM for all of it. The addresses are those of a real
 * cluster, and no packet leaves. The kernel ends every process with the namespace.
 */
@NullMarked
package app.pixel.lab.node;

import org.jspecify.annotations.NullMarked;
