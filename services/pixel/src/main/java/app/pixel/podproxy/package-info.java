// SPDX-License-Identifier: Apache-2.0
/**
 * The pod proxy: how an operator, or an operator's page, reaches the REST port of one Unreal container.
 *
 * <p>{@link app.pixel.podproxy.PodProxy} takes {@code /proxy/10.244.3.7:8111/some/path}. {@link app.pixel.podproxy.Users}
 * says whether the one who asks may, {@link app.pixel.podproxy.Route} reads where the request leads, and
 * {@link app.pixel.podproxy.AllowedPods} whether that is a pod that may be reached at all: a proxy to any address and
 * port would be a door into the whole cluster. An address has exactly one spelling here
 * ({@link app.pixel.podproxy.PodAddress}), and names are never looked up. {@link app.pixel.podproxy.Headers} keeps the
 * visitor's secrets from pods, and pods' answers from the page's origin.
 */
@NullMarked
package app.pixel.podproxy;

import org.jspecify.annotations.NullMarked;
