/**
 * The parts that two or more services share. They start, watch and stop a service, and speak to peers that may be slow,
 * broken or hostile.
 *
 * <p>A {@link app.pixel.web.ServiceCommand} is a command line; it makes a {@link app.pixel.web.Service}, which is a
 * verticle that owns the ports it listens on. Every service opens an {@link app.pixel.web.Operations} port for probes
 * and Prometheus. A request that needs a permission shows a {@link app.pixel.web.BearerToken}. A command finds its
 * secrets by {@link app.pixel.web.SecretSources}, and a {@link app.pixel.web.SecretFile} is read for every use.
 *
 * <p>HTTP surfaces are route tables of vertx-web, whose failures end in {@link app.pixel.web.HttpRoutes}. The sidecar
 * affords it. The operations port on a router takes 0.3 MiB more of 80 when idle. At start it takes 0.05 s
 * more of CPU, with the ahead-of-time cache.
 *
 * <p>A {@link app.pixel.web.BoundedHttpServer} ends connections that ask for nothing.
 * {@link app.pixel.web.ReceiveOptions} set the {@link app.pixel.web.ReceiveLimits} of a player, by a
 * {@link app.pixel.web.TokenBucket} each.
 *
 * <p>A {@link app.pixel.web.JsonSocket} owns a WebSocket that carries JSON. It bounds what a peer can cost: the unread
 * output, the wait for an answer, the wait for a farewell. A {@link app.pixel.web.CloseStatus} says how a socket was
 * closed. {@link app.pixel.web.JsonFields} reads JSON without trust, and {@link app.pixel.web.BoundedBody} reads a body
 * of bounded size. {@link app.pixel.web.Backoff} spaces tries, and {@link app.pixel.web.Failures} words their outcome.
 *
 * <p>A matchmaker and a signalling server name one session in two directions. {@link app.pixel.web.SessionHeaders} go
 * one way. A {@link app.pixel.web.Report} comes back, with a {@link app.pixel.web.SessionEnd} at the end.
 */
@NullMarked
package app.pixel.web;

import org.jspecify.annotations.NullMarked;
