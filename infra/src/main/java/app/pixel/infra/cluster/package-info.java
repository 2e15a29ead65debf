// SPDX-License-Identifier: Apache-2.0
/**
 * The Kubernetes cluster: one made on OKE, or one that exists.
 *
 * <p>Both end in a {@link app.pixel.infra.cluster.RunningCluster}, the only type of this package that releases and
 * workloads see. The decisions about nodes are pure: {@link app.pixel.infra.cluster.NodePoolSpec},
 * {@link app.pixel.infra.cluster.NodeImages}, {@link app.pixel.infra.cluster.CloudInit},
 * {@link app.pixel.infra.cluster.Kubeconfig}.
 */
@NullMarked
package app.pixel.infra.cluster;

import org.jspecify.annotations.NullMarked;
