// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ./pixel local}: the whole platform in one process, with simulated Unreal streamers.
 *
 * <p>{@link app.pixel.lab.local.LocalPlatform} starts every service by the command line that its container has in a
 * cluster, each on a free port of this machine; {@link app.pixel.lab.local.Edge} routes a browser to them as Traefik does
 * there, and {@link app.pixel.lab.local.LocalCoturn} is the relay where it is installed.
 *
 * <p>With {@code --cluster}, {@link app.pixel.lab.local.ClusterPlatform} does the same on a Kubernetes control plane: the
 * {@link app.pixel.lab.local.DemoStack} is applied there with the {@link app.pixel.lab.local.ClusterAddons} that the machine
 * has programs for, and {@link app.pixel.lab.local.Monitors} tell Prometheus what its operator would have it scrape.
 */
@NullMarked
package app.pixel.lab.local;

import org.jspecify.annotations.NullMarked;
