/**
 * The parts that two or more services share. They start, watch and stop a service, and speak to peers that may be slow,
 * broken or hostile.
 *
 * <p>A {@link ServiceCommand} is a command line; it makes a {@link Service}, which is a verticle that owns the ports it
 * listens on. Every service opens an {@link Operations} port for probes and Prometheus. A request that needs a
 * permission shows a {@link BearerToken}. A command finds its secrets by {@link SecretSources}, and a
 * {@link SecretFile} is read for every use.
 *
 * <p>HTTP surfaces are route tables of vertx-web, whose failures end in {@link HttpRoutes}. The sidecar affords it. The
 * operations port on a router takes 0.3 MiB more of 80 when idle. At start it takes 0.05 s more of CPU, with the
 * ahead-of-time cache.
 *
 * <p>A {@link BoundedHttpServer} ends connections that ask for nothing. {@link ReceiveOptions} set the
 * {@link ReceiveLimits} of a player, by a {@link TokenBucket} each.
 *
 * <p>A {@link JsonSocket} owns a WebSocket that carries JSON. It bounds what a peer can cost: the unread output, the
 * wait for an answer, the wait for a farewell. A {@link CloseStatus} says how a socket was closed. {@link JsonFields}
 * reads JSON without trust, and {@link BoundedBody} reads a body of bounded size. {@link Backoff} spaces tries, and
 * {@link Failures} words their outcome.
 *
 * <p>A matchmaker and a signalling server name one session in two directions. {@link SessionHeaders} go one way. A
 * {@link Report} comes back, with a {@link SessionEnd} at the end.
 */
@NullMarked
package app.pixel.web;

import org.jspecify.annotations.NullMarked;
