// SPDX-License-Identifier: Apache-2.0
/**
 * Repositories for container images in Oracle's registry.
 *
 * <p>Their names are unique in a tenancy, several stacks pull from one, and a push comes before the first pull.
 * So {@link app.pixel.infra.images.ImageRegistry} is a stack of its own, which comes up before the platform's.
 */
@NullMarked
package app.pixel.infra.images;

import org.jspecify.annotations.NullMarked;
