// SPDX-License-Identifier: Apache-2.0
/**
 * The cluster services, each a Helm release with one values file.
 *
 * <p>{@link app.pixel.infra.releases.PlatformReleases} installs the charts that
 * {@link app.pixel.infra.releases.ReleaseSettings} ask for: definitions come before the objects that use them.
 * {@link app.pixel.infra.releases.ReleaseValues} lays over the values file the values that only the program knows:
 * node pools, the load balancer's security group, the name of Grafana's Secret. Secrets are in no values file.
 */
@NullMarked
package app.pixel.infra.releases;

import org.jspecify.annotations.NullMarked;
