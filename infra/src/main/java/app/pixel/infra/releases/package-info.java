// SPDX-License-Identifier: Apache-2.0
/**
 * The cluster services: Helm charts, each with one values file in {@code charts-values/}.
 *
 * <p>{@link app.pixel.infra.releases.Chart} is the one table of names and versions.
 * {@link app.pixel.infra.releases.PlatformReleases} installs what {@link app.pixel.infra.releases.ReleaseSettings} ask
 * for, in an order in which nobody needs what is not there yet: definitions before the objects that use them. What
 * only the program knows (node pools, the load balancer's security group, the Grafana password's Secret) is laid over
 * the values file; secrets never are in one.
 */
@NullMarked
package app.pixel.infra.releases;

import org.jspecify.annotations.NullMarked;
