// SPDX-License-Identifier: Apache-2.0
package app.pixel.podproxy;

import app.pixel.web.OperationsOptions;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Settings of a {@link PodProxy}: its ports, the pods that it leads to, and the bounds of an exchange.
 */
record PodProxyOptions(
        OperationsOptions operations, int port, String prefix, List<AllowedPods> allowed, Bounds bounds) {

    /** The bytes of a request's and of an answer's body, and the time for the whole exchange. */
    record Bounds(int requestBody, int answerBody, Duration exchange) {

        Bounds {
            if (requestBody < 0 || answerBody < 0) {
                throw new IllegalArgumentException("--max-request-body and --max-answer-body are numbers of bytes.");
            }
            if (!exchange.isPositive()) {
                throw new IllegalArgumentException("--timeout is longer than nothing.");
            }
        }
    }

    private static final Pattern PREFIX = Pattern.compile("(?:/[A-Za-z0-9._~-]+)+");

    PodProxyOptions {
        allowed = List.copyOf(allowed);
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "--path-prefix is a path such as /proxy, with no slash at its end, not '" + prefix + "'.");
        }
    }
}
