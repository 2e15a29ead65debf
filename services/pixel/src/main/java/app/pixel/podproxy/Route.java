// SPDX-License-Identifier: Apache-2.0
package app.pixel.podproxy;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The destination of a request: a pod that may be reached, or nowhere, with the reason. */
sealed interface Route {

    /** {@code target} is the path and query to ask the pod for, exactly as they came. */
    record ToPod(PodAddress pod, String target) implements Route {}

    record Nowhere(int status, String sentence) implements Route {}

    /** Path segments and characters that one server reads in one way, and the next in another. */
    Pattern AMBIGUOUS = Pattern.compile(
            "(?:^|/)(?:\\.|%2e){1,2}(?:/|;|$)|%2f|%5c|%00|[\\\\\\x00-\\x20\\x7f-\\uffff]|%(?![0-9a-f]{2})",
            Pattern.CASE_INSENSITIVE);

    /**
     * Reads {@code PREFIX/ADDRESS:PORT/PATH?QUERY}.
     *
     * @param uri the request target as it stands on the request line, nothing decoded
     */
    static Route of(String uri, String prefix, List<AllowedPods> allowed) {
        String start = prefix + "/";
        if (!uri.startsWith(start)) {
            return new Nowhere(404, "Not here. Ask for " + start + "ADDRESS:PORT/PATH.");
        }
        int end = endOfAddress(uri, start.length());
        Optional<PodAddress> pod = PodAddress.parse(uri.substring(start.length(), end));
        if (pod.isEmpty()) {
            return new Nowhere(400, "A pod is named by its IP address and port, such as 10.244.3.7:8111.");
        }
        if (allowed.stream().noneMatch(pods -> pods.allows(pod.get()))) {
            return new Nowhere(403, "That address and port are not among the pods that may be reached.");
        }
        String target = uri.substring(end);
        return AMBIGUOUS.matcher(pathOf(target)).find()
                ? new Nowhere(400, "The path has dot segments, encoded slashes or characters that no path has.")
                : new ToPod(pod.get(), target.startsWith("/") ? target : "/" + target);
    }

    private static int endOfAddress(String uri, int from) {
        int end = from;
        while (end < uri.length() && uri.charAt(end) != '/' && uri.charAt(end) != '?') {
            end++;
        }
        return end;
    }

    private static String pathOf(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
