// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import app.pixel.lab.process.WholeLines;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The requests of our service accounts to the API server, in their order. Those of the cluster's own accounts are left
 * out.
 */
record AuditLog(List<Request> requests) {

    /** Metadata only: who and what, never the content. */
    static final String POLICY = """
            {"apiVersion": "audit.k8s.io/v1", "kind": "Policy", "omitStages": ["RequestReceived"],
             "rules": [{"level": "None", "userGroups": ["system:serviceaccounts:kube-system"]},
                       {"level": "Metadata", "userGroups": ["system:serviceaccounts"]},
                       {"level": "None"}]}
            """;

    /**
     * One request, which the log names once or, when it lasts, twice.
     *
     * @param user such as {@code system:serviceaccount:pixel:turn-credentials}
     * @param resource plural, such as {@code nodes}; empty for what is no resource
     */
    record Request(String id, String user, String verb, String resource) {}

    static AuditLog read(Path file) {
        return new AuditLog(
                WholeLines.of(file).stream().map(AuditLog::request).distinct().toList());
    }

    private static Request request(String line) {
        Map<?, ?> event = Serialization.unmarshal(line, Map.class);
        return new Request(
                text(event.get("auditID")),
                text(event.get("user") instanceof Map<?, ?> user ? user.get("username") : null),
                text(event.get("verb")),
                text(event.get("objectRef") instanceof Map<?, ?> object ? object.get("resource") : null));
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }

    /** How often an account asked for what, such as {@code list nodes}. */
    Map<String, Long> of(String namespace, String serviceAccount) {
        String user = "system:serviceaccount:%s:%s".formatted(namespace, serviceAccount);
        return requests.stream()
                .filter(request ->
                        request.user().equals(user) && !request.resource().isEmpty())
                .collect(groupingBy(request -> request.verb() + " " + request.resource(), TreeMap::new, counting()));
    }
}
