// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.cluster;

import static app.pixel.lab.cluster.Manifests.yaml;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The API server is the real one: it refuses what a cluster refuses. */
@ExtendWith(ClusterUnderTest.class)
class ControlPlaneClusterIT {

    private static final String NAMESPACE = "guarded";

    private final StrictApply apply;
    private final LocalCluster cluster;

    ControlPlaneClusterIT(LocalCluster cluster) {
        this.cluster = cluster;
        this.apply = new StrictApply(cluster.client(), "suite");
    }

    @BeforeAll
    static void a_namespace_that_enforces_restricted(LocalCluster cluster) {
        Manifests.namespace(cluster.client(), NAMESPACE, "restricted");
    }

    @Test
    void it_is_of_the_minor_version_that_the_stacks_ask_for() throws IOException {
        assertThat(cluster.version()).startsWith(KubernetesMinor.OF_THE_STACKS.read() + ".");
    }

    @Test
    void a_restricted_namespace_refuses_a_privileged_pod_with_the_reason() {
        var verdict = apply.apply(pod("privileged", "securityContext: {privileged: true}"));

        assertThat(verdict).isInstanceOfSatisfying(StrictApply.Verdict.Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.reason()).contains("violates PodSecurity \"restricted:latest\"", "privileged");
        });
    }

    @Test
    void a_restricted_namespace_takes_a_pod_that_asks_for_nothing() {
        var verdict = apply.apply(pod("modest", """
                securityContext:
                        allowPrivilegeEscalation: false
                        runAsNonRoot: true
                        capabilities: {drop: [ALL]}
                        seccompProfile: {type: RuntimeDefault}
                """));

        assertThat(verdict).isInstanceOf(StrictApply.Verdict.Accepted.class);
    }

    private static HasMetadata pod(String name, String security) {
        return yaml("""
                apiVersion: v1
                kind: Pod
                metadata: {name: %s, namespace: %s}
                spec:
                  containers:
                    - name: main
                      image: registry.example/main:1
                      %s
                """.formatted(name, NAMESPACE, security));
    }

    @Test
    void a_misspelt_field_is_refused_with_its_name() {
        var verdict = apply.apply(yaml("""
                apiVersion: v1
                kind: Service
                metadata: {name: misspelt, namespace: default}
                spec: {ports: [{port: 80, taregtPort: 8080}]}
                """));

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        StrictApply.Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).contains("taregtPort"));
    }

    @Test
    void a_misspelt_field_of_a_custom_resource_is_refused_with_its_name() {
        var verdict = apply.apply(yaml("""
                apiVersion: traefik.io/v1alpha1
                kind: Middleware
                metadata: {name: strip, namespace: default}
                spec: {stripPrefix: {prefix: [/game]}}
                """));

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        StrictApply.Verdict.Refused.class,
                        refused -> assertThat(refused.reason()).contains("spec.stripPrefix.prefix"));
    }

    @Test
    void custom_resources_of_the_platform_are_defined() {
        assertThat(apply.apply(yaml("""
                        apiVersion: traefik.io/v1alpha1
                        kind: Middleware
                        metadata: {name: strip, namespace: default}
                        spec: {stripPrefix: {prefixes: [/game]}}
                        """))).isInstanceOf(StrictApply.Verdict.Accepted.class);
        assertThat(apply.apply(yaml("""
                        apiVersion: cert-manager.io/v1
                        kind: Issuer
                        metadata: {name: own, namespace: default}
                        spec: {selfSigned: {}}
                        """))).isInstanceOf(StrictApply.Verdict.Accepted.class);
        assertThat(apply.apply(yaml("""
                        apiVersion: monitoring.coreos.com/v1
                        kind: PodMonitor
                        metadata: {name: pods, namespace: default}
                        spec: {selector: {}, podMetricsEndpoints: [{port: operations}]}
                        """))).isInstanceOf(StrictApply.Verdict.Accepted.class);
    }

    @Test
    void a_service_account_may_do_nothing_that_no_role_gives() {
        try (KubernetesClient withoutRights = cluster.clientOf("default", "default")) {
            var verdict = new StrictApply(withoutRights, "suite").apply(yaml("""
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: mine, namespace: default}
                    """));

            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            StrictApply.Verdict.Refused.class,
                            refused -> assertThat(refused.status()).isEqualTo(403));
        }
    }
}
