// SPDX-License-Identifier: Apache-2.0
/**
 * The Pulumi program: from a stack's settings to a running platform.
 *
 * <p>{@link app.pixel.infra.StackConfig} reads the settings once and refuses those that cannot work.
 * {@link app.pixel.infra.PlatformParts} is the table of contents. Each part takes the outputs of the one before in its
 * constructor:
 *
 * <ol>
 *   <li>{@link app.pixel.infra.network}: the network, and the list of its permitted traffic.
 *   <li>{@link app.pixel.infra.cluster}: the cluster with its pools of nodes, made here or there before.
 *   <li>{@link app.pixel.infra.releases}: the services of the cluster, by their Helm charts.
 *   <li>{@link app.pixel.infra.workloads}: our services, the streams and the relays, made of
 *       {@link app.pixel.infra.objects}.
 * </ol>
 *
 * <p>{@link app.pixel.infra.settings} reads and refuses values for all of them. {@link app.pixel.infra.images} is the
 * content of a registry stack, which has no other part. {@link app.pixel.infra.plan} is {@code ./pixel plan}.
 */
@NullMarked
package app.pixel.infra;

import org.jspecify.annotations.NullMarked;
