// SPDX-License-Identifier: Apache-2.0
package app.pixel.podproxy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where {@link PodProxy} listens, whom it lets in, where it leads, and its bounds: the bytes of a request's and of an
 * answer's body, and the time for one exchange. No users mean that the edge in front has authenticated whoever asks.
 */
record PodProxyOptions(
        String host,
        int port,
        int operationsPort,
        String prefix,
        List<AllowedPods> allowed,
        Optional<Users> users,
        int maxRequestBody,
        int maxAnswerBody,
        Duration timeout) {

    private static final Pattern PREFIX = Pattern.compile("(?:/[A-Za-z0-9._~-]+)+");

    PodProxyOptions {
        allowed = List.copyOf(allowed);
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "--path-prefix is a path such as /proxy, with no slash at its end, not '" + prefix + "'.");
        }
        if (maxRequestBody < 0 || maxAnswerBody < 0) {
            throw new IllegalArgumentException("--max-request-body and --max-answer-body are numbers of bytes.");
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("--timeout is longer than nothing.");
        }
    }
}
