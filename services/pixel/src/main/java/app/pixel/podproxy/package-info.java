// SPDX-License-Identifier: Apache-2.0
/**
 * The pod proxy: an operator, or an operator's page, reaches the REST port of one Unreal container through it.
 *
 * <p>{@link PodProxy} takes {@code /proxy/10.244.3.7:8111/some/path}. The edge authenticates the user in every stack,
 * so this service checks no password. {@link Route} reads the target of a request. {@link AllowedPods} are the pods
 * that may be reached: a proxy to any address and port would be a door into the whole cluster. An address has exactly
 * one spelling ({@link PodAddress}), and names are never looked up. {@link Headers} keeps the visitor's secrets from
 * pods, and pods' answers from the page's origin.
 */
@NullMarked
package app.pixel.podproxy;

import org.jspecify.annotations.NullMarked;
