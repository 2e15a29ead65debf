// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Server-side apply that takes no misspelt field, no duplicate and no warning: what {@code kubectl apply --server-side
 * --validate=strict --warnings-as-errors} does.
 */
public final class StrictApply {

    /** The API server's answer about one object, in its own words. */
    public sealed interface Verdict {
        /** The object is in the cluster. */
        record Accepted(GenericKubernetesResource object) implements Verdict {}

        /** The object is in the cluster, but the API server warned of it. */
        record Doubted(List<String> warnings) implements Verdict {}

        record Refused(int status, String reason) implements Verdict {}
    }

    private static final long LIMIT_SECONDS = 60;

    private final KubernetesClient client;
    private final String fieldManager;

    public StrictApply(KubernetesClient client, String fieldManager) {
        this.client = client;
        this.fieldManager = fieldManager;
    }

    public Verdict apply(HasMetadata object) {
        HttpRequest request = client.getHttpClient()
                .newHttpRequestBuilder()
                .uri("%s%s?fieldManager=%s&fieldValidation=Strict&force=true"
                        .formatted(withoutSlash(client.getMasterUrl().toString()), path(object), fieldManager))
                .method("PATCH", "application/apply-patch+yaml", Serialization.asJson(object))
                .timeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .build();
        HttpResponse<String> response =
                client.getHttpClient().sendAsync(request, String.class).join();
        List<String> warnings = response.headers("Warning");
        if (!response.isSuccessful()) {
            return new Verdict.Refused(response.code(), reason(response.body()));
        }
        return warnings.isEmpty()
                ? new Verdict.Accepted(Serialization.unmarshal(response.body(), GenericKubernetesResource.class))
                : new Verdict.Doubted(warnings);
    }

    /**
     * Returns the object's path, by the API server's own discovery.
     *
     * @throws IllegalArgumentException when the API server knows no such kind
     */
    private String path(HasMetadata object) {
        String version = object.getApiVersion();
        APIResource resource = resource(version, object.getKind());
        String root = version.contains("/") ? "/apis/" : "/api/";
        String namespace = object.getMetadata().getNamespace();
        String scope =
                resource.getNamespaced() ? "/namespaces/%s".formatted(namespace == null ? "default" : namespace) : "";
        return root + version + scope + "/" + resource.getName() + "/"
                + object.getMetadata().getName();
    }

    private APIResource resource(String version, String kind) {
        var known = client.getApiResources(version);
        return (known == null ? List.<APIResource>of() : known.getResources())
                .stream()
                        .filter(resource -> resource.getKind().equals(kind)
                                && !resource.getName().contains("/"))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "the API server knows no %s of %s".formatted(kind, version)));
    }

    private static String reason(String body) {
        var status = Serialization.unmarshal(body, io.fabric8.kubernetes.api.model.Status.class);
        return status.getMessage() == null ? body : status.getMessage();
    }

    private static String withoutSlash(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }
}
