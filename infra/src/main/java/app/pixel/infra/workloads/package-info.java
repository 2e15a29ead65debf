// SPDX-License-Identifier: Apache-2.0
/**
 * Our own workloads, which bring players and streams together.
 *
 * <p>{@link app.pixel.infra.workloads.Workloads} is the table of contents, one statement a workload. Each workload is
 * a component that makes its own objects from the frames of {@link app.pixel.infra.objects}. One list,
 * {@link app.pixel.infra.workloads.TrafficArrow#drawn}, says which component may talk to which; the network policies
 * are made of it and of nothing else.
 */
@NullMarked
package app.pixel.infra.workloads;

import org.jspecify.annotations.NullMarked;
