// SPDX-License-Identifier: Apache-2.0
package app.pixel.podproxy;

import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The header fields that cross the proxy. */
final class Headers {

    /** RFC 9110, 7.6.1, with those of RFC 2616, 13.5.1; the body's length is written anew. */
    private static final Set<String> OF_ONE_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "expect",
            "content-length");

    /** No pod sees the visitor's secrets; and the pod has its own name. */
    private static final Set<String> NOT_FOR_PODS = Set.of("authorization", "cookie", "host");

    /** A pod shares our origin: it must not set, or clear, what belongs to the player page. */
    private static final Set<String> NOT_FROM_PODS = Set.of("set-cookie", "clear-site-data", "service-worker-allowed");

    private Headers() {}

    static MultiMap forPod(MultiMap received) {
        return without(received, NOT_FOR_PODS);
    }

    /** A pod's answer is shown as data: a page in it runs in an origin of its own. */
    static MultiMap fromPod(MultiMap received) {
        return without(received, NOT_FROM_PODS)
                .set("content-security-policy", "sandbox")
                .set("x-content-type-options", "nosniff");
    }

    private static MultiMap without(MultiMap received, Set<String> dropped) {
        Set<String> named = received.getAll("connection").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        MultiMap kept = MultiMap.caseInsensitiveMultiMap();
        received.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!OF_ONE_HOP.contains(lower) && !dropped.contains(lower) && !named.contains(lower)) {
                kept.add(name, value);
            }
        });
        return kept;
    }
}
