// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.local;

import app.pixel.Pixel;
import app.pixel.web.Service;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Starts the product's services in this process, each by the command line that its container would have. */
record Services(Vertx vertx) {

    static final String LOOPBACK = "127.0.0.1";

    /** A service that runs: its ports, and what to undeploy to stop it. */
    record Running(Service service, String deployment) {
        int port(String flag) {
            return Objects.requireNonNull(service.ports().get(flag), flag);
        }
    }

    /** Starts a service; its operations port is any free one. */
    Future<Running> start(String name, String... flags) {
        return start(Map.of(), name, flags);
    }

    /** Likewise, with an environment for secrets, which no flag takes. */
    Future<Running> start(Map<String, String> environment, String name, String... flags) {
        String[] arguments = Stream.concat(Stream.of(name, "--operations-port", "0"), Stream.of(flags))
                .toArray(String[]::new);
        Service service = Pixel.parse(environment, arguments).service();
        return vertx.deployVerticle(service).map(deployment -> new Running(service, deployment));
    }

    Future<Void> stop(Running running) {
        return vertx.undeploy(running.deployment());
    }
}
