// SPDX-License-Identifier: Apache-2.0
/**
 * The Pulumi program: from a stack's settings to a running platform.
 *
 * <p>{@link app.pixel.infra.StackConfig} reads the settings once and refuses those that cannot work.
 * {@link app.pixel.infra.PlatformParts} is the table of contents: network, cluster, releases, workloads. Each part
 * takes the outputs of the one before in its constructor.
 */
@NullMarked
package app.pixel.infra;

import org.jspecify.annotations.NullMarked;
