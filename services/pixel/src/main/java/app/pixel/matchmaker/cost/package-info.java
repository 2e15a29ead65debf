// SPDX-License-Identifier: Apache-2.0
/**
 * The deletion cost of stream pods: Kubernetes scales idle pods down first.
 *
 * <p>{@link DeletionCosts} hears from the links that this process holds how many play in each pod, and writes that
 * number as the pod's deletion cost. {@link PodCost} decides what to write and when. {@link StreamPods} asks the API
 * server.
 */
@NullMarked
package app.pixel.matchmaker.cost;

import org.jspecify.annotations.NullMarked;
