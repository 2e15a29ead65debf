// SPDX-License-Identifier: Apache-2.0
/**
 * {@code ./pixel local}: the whole platform in one process, with simulated Unreal streamers.
 *
 * <p>{@link app.pixel.lab.local.LocalPlatform} starts every service by its container's command line, each on a free
 * port of this machine. {@link app.pixel.lab.local.Edge} routes a browser to them as Traefik does in a cluster.
 * {@link app.pixel.lab.local.LocalCoturn} is the relay where coturn is installed.
 *
 * <p>With {@code --cluster}, {@link app.pixel.lab.local.ClusterPlatform} does the same on a Kubernetes control plane.
 * It applies the {@link app.pixel.lab.local.DemoStack} with the {@link app.pixel.lab.local.ClusterAddons} that the
 * machine has programs for. {@link app.pixel.lab.local.Monitors} give Prometheus the targets that its operator would
 * give it.
 */
@NullMarked
package app.pixel.lab.local;

import org.jspecify.annotations.NullMarked;
