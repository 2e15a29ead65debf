// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceRule;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rights of every service account of the largest stack, as the real API server reports them to the account itself.
 */
@ExtendWith(ClusterUnderTest.class)
class AccountsClusterIT {

    /** The rights by namespace and account, beyond those of an account without any role. */
    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "pixel/lobby", Set.of(),
            "pixel/matchmaker", Set.of("list pods", "patch pods"),
            "pixel/player", Set.of(),
            "pixel/stream", Set.of(),
            "pixel/turn-credentials",
                    Set.of("list nodes", "watch nodes", "list pods of pixel-turn", "watch pods of pixel-turn"),
            "pixel-turn/coturn", Set.of(),
            "pixel-policies/kube-router",
                    readingOf(
                            "endpoints",
                            "endpointslices",
                            "namespaces",
                            "networkpolicies",
                            "nodes",
                            "pods",
                            "services"));

    private static List<HasMetadata> accounts = List.of();

    private final LocalCluster cluster;

    AccountsClusterIT(LocalCluster cluster) {
        this.cluster = cluster;
    }

    @BeforeAll
    static void accounts_with_their_rights(LocalCluster cluster) throws IOException {
        var apply = new StrictApply(cluster.client(), "pixel");
        Set<String> rights =
                Set.of("Namespace", "ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");
        List<HasMetadata> declared = new DeclaredObjects(Path.of(".."))
                .of("prod").stream()
                        .filter(object -> rights.contains(object.getKind()))
                        .toList();
        declared.forEach(object -> assertThat(apply.apply(object)).isInstanceOf(StrictApply.Verdict.Accepted.class));
        accounts = declared.stream()
                .filter(object -> object.getKind().equals("ServiceAccount"))
                .toList();
    }

    /** By watches of its own, the API server follows the rights that it was just given. */
    @BeforeEach
    void rights_are_in_force() {
        cluster.await(() -> mayDo("turn-credentials", "list", "nodes", "", "")
                && mayDo("turn-credentials", "list", "pods", "", "pixel-turn")
                && mayDo("matchmaker", "list", "pods", "", "pixel"));
    }

    @Test
    void every_account_has_exactly_the_rights_that_its_service_needs() {
        Map<String, Set<String>> allowed = accounts.stream()
                .map(HasMetadata::getMetadata)
                .collect(toMap(
                        account -> account.getNamespace() + "/" + account.getName(),
                        account -> beyondNobody(account.getNamespace(), account.getName()),
                        (one, other) -> one,
                        TreeMap::new));

        assertThat(allowed).isEqualTo(new TreeMap<>(ALLOWED));
    }

    private static Set<String> readingOf(String... resources) {
        return Stream.of(resources)
                .flatMap(resource -> Stream.of("get ", "list ", "watch ").map(verb -> verb + resource))
                .collect(Collectors.toSet());
    }

    private Set<String> beyondNobody(String namespace, String account) {
        Set<String> rights = rights(namespace, account, namespace);
        rights.addAll(rights(namespace, account, "kube-system"));
        rights(namespace, account, "pixel-turn").stream()
                .filter(right -> !rights.contains(right) && !namespace.equals("pixel-turn"))
                .map(right -> right + " of pixel-turn")
                .forEach(rights::add);
        rights.removeAll(rights("default", "default", "default"));
        return rights;
    }

    /** Every right of the account in a namespace, as {@code verb resource}. */
    private Set<String> rights(String namespace, String account, String where) {
        try (KubernetesClient bearer = cluster.clientOf(namespace, account)) {
            var review = bearer.authorization()
                    .v1()
                    .selfSubjectRulesReview()
                    .create(new SelfSubjectRulesReviewBuilder()
                            .withNewSpec()
                            .withNamespace(where)
                            .endSpec()
                            .build());
            return review.getStatus().getResourceRules().stream()
                    .flatMap(AccountsClusterIT::spelledOut)
                    .collect(toCollection(TreeSet::new));
        }
    }

    private static Stream<String> spelledOut(ResourceRule rule) {
        return rule.getVerbs().stream()
                .flatMap(verb -> rule.getResources().stream().map(resource -> verb + " " + resource));
    }

    @ParameterizedTest
    @CsvSource({
        "turn-credentials, list, nodes, '', true",
        "turn-credentials, watch, nodes, '', true",
        "turn-credentials, patch, nodes, '', false",
        "turn-credentials, update, nodes, status, false",
        "turn-credentials, get, secrets, '', false",
        "turn-credentials, list, pods, '', false",
        "matchmaker, list, pods, '', true",
        "matchmaker, patch, pods, '', true",
        "matchmaker, get, pods, '', false",
        "matchmaker, watch, pods, '', false",
        "matchmaker, create, pods, '', false",
        "matchmaker, update, pods, '', false",
        "matchmaker, delete, pods, '', false",
        "matchmaker, create, pods, exec, false",
        "matchmaker, patch, pods, status, false",
        "matchmaker, get, secrets, '', false",
        "matchmaker, list, nodes, '', false",
        "stream, get, secrets, '', false",
        "stream, create, pods, exec, false",
        "stream, patch, pods, '', false",
        "player, list, pods, '', false",
        "lobby, get, secrets, '', false",
    })
    void the_api_server_says_yes_or_no_to_the_bearer(
            String account, String verb, String resource, String subresource, boolean allowed) {
        String where = resource.equals("nodes") ? "" : "pixel";
        assertThat(mayDo(account, verb, resource, subresource, where)).isEqualTo(allowed);
    }

    /** Nowhere also stands for everywhere. */
    @ParameterizedTest
    @ValueSource(strings = {"pixel", "kube-system", "default", ""})
    void the_credentials_service_may_look_at_pods_of_relays_alone(String elsewhere) {
        assertThat(mayDo("turn-credentials", "list", "pods", "", elsewhere)).isFalse();
        assertThat(mayDo("turn-credentials", "list", "pods", "", "pixel-turn")).isTrue();
        assertThat(mayDo("turn-credentials", "watch", "pods", "", "pixel-turn")).isTrue();
        assertThat(mayDo("turn-credentials", "delete", "pods", "", "pixel-turn"))
                .isFalse();
    }

    /** Nowhere also stands for everywhere. */
    @ParameterizedTest
    @ValueSource(strings = {"pixel-turn", "kube-system", "default", ""})
    void the_matchmaker_may_touch_pods_of_its_own_namespace_alone(String elsewhere) {
        assertThat(mayDo("matchmaker", "list", "pods", "", elsewhere)).isFalse();
        assertThat(mayDo("matchmaker", "patch", "pods", "", elsewhere)).isFalse();
    }

    private boolean mayDo(String account, String verb, String resource, String subresource, String where) {
        try (KubernetesClient bearer = cluster.clientOf("pixel", account)) {
            return bearer.authorization()
                    .v1()
                    .selfSubjectAccessReview()
                    .create(new SelfSubjectAccessReviewBuilder()
                            .withNewSpec()
                            .withNewResourceAttributes()
                            .withNamespace(where)
                            .withVerb(verb)
                            .withResource(resource)
                            .withSubresource(subresource)
                            .endResourceAttributes()
                            .endSpec()
                            .build())
                    .getStatus()
                    .getAllowed();
        }
    }
}
