// SPDX-License-Identifier: Apache-2.0
package app.pixel.podproxy;

import app.pixel.web.DurationConverter;
import app.pixel.web.OperationsOptions;
import app.pixel.web.Service;
import app.pixel.web.ServiceCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pixel pod-proxy}. */
@Command(
        name = "pod-proxy",
        description = "Lets operators reach the REST port of single pods: PREFIX/ADDRESS:PORT/PATH.",
        mixinStandardHelpOptions = true)
public final class PodProxyCommand implements ServiceCommand {

    @Mixin
    private OperationsOptions operations = new OperationsOptions();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Port for requests; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port = 8080;

    @Option(
            names = "--path-prefix",
            paramLabel = "PATH",
            defaultValue = "/proxy",
            description = "Path in front of ADDRESS:PORT (default: ${DEFAULT-VALUE}).")
    private String pathPrefix = "/proxy";

    @Option(
            names = "--allow",
            paramLabel = "CIDR:PORT",
            split = ",",
            required = true,
            description = "The pods that may be reached, such as 10.244.0.0/16:8111, with commas between.")
    private List<String> allow = new ArrayList<>();

    @Option(
            names = "--authenticated-by-edge",
            required = true,
            description = {
                "Confirms that the edge authenticates every user, as Traefik's basicAuth does: this service checks no",
                "password. Let nothing but the edge reach its port."
            })
    private boolean authenticatedByEdge;

    @Option(
            names = "--max-request-body",
            paramLabel = "BYTES",
            defaultValue = "1048576",
            description = "Longest body that is passed on to a pod (default: ${DEFAULT-VALUE}).")
    private int maxRequestBody = 1_048_576;

    @Option(
            names = "--max-answer-body",
            paramLabel = "BYTES",
            defaultValue = "4194304",
            description = "Longest body that is passed back (default: ${DEFAULT-VALUE}).")
    private int maxAnswerBody = 4_194_304;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = DurationConverter.class,
            description =
                    "Longest wait for a request's body, and for a pod's whole answer (default: ${DEFAULT-VALUE}).")
    private Duration timeout = Duration.ofSeconds(30);

    @Override
    public Service service() {
        if (!authenticatedByEdge) {
            throw new IllegalArgumentException(
                    "--authenticated-by-edge must be true: this service checks no password, so the edge must.");
        }
        return new PodProxy(new PodProxyOptions(
                operations,
                port,
                pathPrefix,
                allow.stream().map(AllowedPods::parse).toList(),
                new PodProxyOptions.Bounds(maxRequestBody, maxAnswerBody, timeout)));
    }
}
