// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import picocli.CommandLine.Option;

/**
 * The options that every service has: the address that it listens on, and its operations port.
 *
 * <p>The options of all services have one shape. The command's fields are picocli's, this class among them as a mixin.
 * The service gets one record, whose first component is this class. Its compact constructor refuses values that make no
 * sense, with a sentence that names the flag. A record of more than eight components groups them in records of its own.
 */
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

    /** To be filled in by a command line. */
    public OperationsOptions() {}

    /** @param operationsPort 0 for any free one */
    public OperationsOptions(String host, int operationsPort) {
        this.host = host;
        this.operationsPort = operationsPort;
    }

    public String host() {
        return host;
    }

    public int operationsPort() {
        return operationsPort;
    }
}
