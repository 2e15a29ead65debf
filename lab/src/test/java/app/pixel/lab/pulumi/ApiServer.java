// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import static java.util.concurrent.TimeUnit.SECONDS;

import app.pixel.lab.cluster.LocalCluster;
import app.pixel.lab.cluster.StrictApply;
import app.pixel.lab.cluster.Tools;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Objects in a real API server, applied by the server, strictly, and waited for as Pulumi's provider does. */
final class ApiServer implements KubernetesObjects {

    private static final long PATIENCE_SECONDS = 120;

    private final KubernetesClient client;
    private final StrictApply apply;
    private final String kubectl = Tools.of(System.getenv()).binary("kubectl");
    private final Path kubeconfig;

    ApiServer(LocalCluster cluster) {
        this.client = cluster.client();
        this.kubeconfig = cluster.kubeconfig();
        this.apply = new StrictApply(client, "pulumi-kubernetes");
    }

    @Override
    public Optional<Map<String, Object>> find(Reference reference) {
        return Optional.ofNullable(resource(reference).get()).map(ApiServer::tree);
    }

    @Override
    public Map<String, Object> apply(Map<String, Object> object) {
        var wanted = Serialization.unmarshal(Serialization.asJson(object), GenericKubernetesResource.class);
        return switch (apply.apply(wanted)) {
            case StrictApply.Verdict.Accepted accepted -> tree(accepted.object());
            case StrictApply.Verdict.Doubted doubted ->
                throw new ProviderRefusal("the API server warned: " + doubted.warnings());
            case StrictApply.Verdict.Refused refused -> throw new ProviderRefusal(refused.reason());
        };
    }

    @Override
    public void tryOut(String yaml, String namespace) {
        try {
            Path file = Files.createTempFile("pixel-objects-", ".yaml");
            try {
                Files.writeString(file, yaml);
                ExternalCommand.run(List.of(
                        kubectl,
                        "--kubeconfig=" + kubeconfig,
                        "apply",
                        "--server-side",
                        "--dry-run=server",
                        "--validate=strict",
                        "--warnings-as-errors",
                        "--namespace=" + namespace,
                        "--filename=" + file));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, Object> awaitReady(Reference reference) {
        try {
            return tree(resource(reference).waitUntilCondition(ApiServer::isReady, PATIENCE_SECONDS, SECONDS));
        } catch (KubernetesClientTimeoutException _) {
            throw new ProviderRefusal(
                    "%s %s was not ready after %d s".formatted(reference.kind(), reference.id(), PATIENCE_SECONDS));
        }
    }

    @Override
    public void delete(Reference reference) {
        resource(reference).delete();
        resource(reference).waitUntilCondition(Objects::isNull, PATIENCE_SECONDS, SECONDS);
    }

    private Resource<GenericKubernetesResource> resource(Reference reference) {
        MixedOperation<GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
                kind = client.genericKubernetesResources(reference.apiVersion(), reference.kind());
        return reference.namespace().isEmpty()
                ? kind.withName(reference.name())
                : kind.inNamespace(reference.namespace()).withName(reference.name());
    }

    private static Map<String, Object> tree(GenericKubernetesResource object) {
        Map<String, Object> tree = Json.parse(Serialization.asJson(object));
        Map<String, Object> metadata = Json.map(tree.get("metadata"));
        metadata.remove("managedFields");
        tree.put("metadata", metadata);
        return tree;
    }

    private static boolean isReady(@Nullable GenericKubernetesResource object) {
        if (object == null) {
            return false;
        }
        Map<String, Object> tree = tree(object);
        return switch (object.getKind()) {
            case "Deployment" -> seen(tree) && all(tree, "updatedReplicas") && all(tree, "availableReplicas");
            case "StatefulSet" -> seen(tree) && all(tree, "updatedReplicas") && all(tree, "readyReplicas");
            case "DaemonSet" ->
                seen(tree)
                        && number(tree, "status", "updatedNumberScheduled")
                                >= number(tree, "status", "desiredNumberScheduled")
                        && number(tree, "status", "numberAvailable")
                                >= number(tree, "status", "desiredNumberScheduled");
            default -> true;
        };
    }

    /** The controller has read the object as it is now. */
    private static boolean seen(Map<String, Object> tree) {
        return number(tree, "status", "observedGeneration") >= number(tree, "metadata", "generation");
    }

    private static boolean all(Map<String, Object> tree, String which) {
        return number(tree, "status", which) >= number(tree, "spec", "replicas");
    }

    private static int number(Map<String, Object> tree, String above, String name) {
        return Json.map(tree.get(above)).get(name) instanceof Number number ? number.intValue() : 0;
    }
}
