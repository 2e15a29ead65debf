// SPDX-License-Identifier: Apache-2.0
/**
 * What two or more services share, and nothing else: how a service is started, watched and stopped.
 *
 * <p>A {@link app.pixel.web.ServiceCommand} is a command line; it makes a {@link app.pixel.web.Service}, which is a
 * verticle that knows the ports it listens on. Every service opens an {@link app.pixel.web.Operations} port for
 * probes and Prometheus, and every WebSocket that carries JSON is owned by one {@link app.pixel.web.JsonSocket}. Who
 * may ask what not everybody may shows a {@link app.pixel.web.BearerToken}.
 */
@NullMarked
package app.pixel.web;

import org.jspecify.annotations.NullMarked;
