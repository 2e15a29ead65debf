// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import picocli.CommandLine.Option;

/** The options that every service has: where its operations port listens. */
public final class OperationsOptions {

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "0.0.0.0",
            description = "Address that every port of the service listens on (default: ${DEFAULT-VALUE}).")
    private String host = "0.0.0.0";

    @Option(
            names = "--operations-port",
            paramLabel = "PORT",
            defaultValue = "9000",
            description =
                    "Port for /healthz, /readyz, /metrics and /custom; 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int operationsPort = 9000;

    public String host() {
        return host;
    }

    public int operationsPort() {
        return operationsPort;
    }
}
