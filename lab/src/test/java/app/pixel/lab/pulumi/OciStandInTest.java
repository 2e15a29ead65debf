// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.pixel.lab.pulumi.ProviderStandIn.Declared;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The cloud in memory says no where the real one does. */
class OciStandInTest {

    private static final String VCN = "oci:Core/vcn:Vcn";
    private static final OkeOffer OFFER = new OkeOffer(List.of("v1.33.1", "v1.34.2", "v1.35.0"));
    private static final String GATEWAY = "oci:Core/natGateway:NatGateway";

    private final Map<String, Integer> nodes = new HashMap<>();
    private final OciStandIn oci = new OciStandIn(OFFER, (pool, labels, count) -> nodes.put(pool + labels, count));

    @Test
    void an_input_that_is_wrong_unknown_to_the_provider_or_missing_is_refused() {
        assertThat(oci.refusals(new Declared(VCN, "net", Map.of("cidrBlocks", List.of(7), "colour", "red"))))
                .containsExactlyInAnyOrder(
                        "cidrBlocks[] is not a string: 7", "colour does not exist", "compartmentId is missing");
    }

    @Test
    void a_value_that_a_preview_does_not_know_yet_is_accepted() {
        assertThat(oci.refusals(new Declared(
                        VCN, "net", Map.of("compartmentId", StructValues.UNKNOWN, "cidrBlocks", StructValues.UNKNOWN))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "oci:ContainerEngine/nodePool:NodePool, nodeConfigDetails.size, false",
        "oci:ContainerEngine/nodePool:NodePool, clusterId, true",
        "oci:ContainerEngine/cluster:Cluster, kubernetesVersion, false",
        "oci:ContainerEngine/cluster:Cluster, options.serviceLbConfig.backendNsgIds[0], false",
        "oci:ContainerEngine/cluster:Cluster, options.kubernetesNetworkConfig.podsCidr, true",
        "oci:ContainerEngine/cluster:Cluster, endpointConfig.nsgIds[0], true",
        "oci:Core/vcn:Vcn, displayName, false",
        "oci:Core/vcn:Vcn, dnsLabel, true"
    })
    void a_change_replaces_where_the_provider_cannot_make_it_in_place(String type, String path, boolean replaces) {
        assertThat(oci.difference(type, tree(path, "old"), tree(path, "new")).replaces())
                .isEqualTo(replaces);
    }

    private static Map<String, Object> tree(String path, String value) {
        int dot = path.indexOf('.');
        if (dot > 0) {
            return Map.of(path.substring(0, dot), tree(path.substring(dot + 1), value));
        }
        return path.endsWith("[0]") ? Map.of(path.replace("[0]", ""), List.of(value)) : Map.of(path, value);
    }

    @Test
    void a_resource_that_another_one_names_cannot_go_before_it() {
        var vcn = new Declared(VCN, "net", Map.of());
        String ocid = oci.create(vcn).id();
        var gateway = new Declared(GATEWAY, "nat", Map.of("vcnId", ocid));
        String gatewayOcid = oci.create(gateway).id();

        assertThatThrownBy(() -> oci.delete(ocid, vcn))
                .isInstanceOf(ProviderRefusal.class)
                .hasMessageContaining("net is still used by [nat]");

        oci.delete(gatewayOcid, gateway);
        oci.delete(ocid, vcn);
        assertThat(oci.inventory()).isEmpty();
    }

    @Test
    void nothing_can_name_what_is_not_there() {
        assertThatThrownBy(() -> oci.create(new Declared(GATEWAY, "nat", Map.of("vcnId", "ocid1.vcn.oc1..7"))))
                .isInstanceOf(ProviderRefusal.class)
                .hasMessageContaining("nat names [ocid1.vcn.oc1..7]");
    }

    @Test
    void a_node_pool_has_the_nodes_that_it_asks_for_until_it_goes() {
        var pool = pool(cluster(), "v1.34.2", "1.34.2");

        String ocid = oci.create(pool).id();
        assertThat(nodes).containsOnly(Map.entry("pool[app.pixel/turn]", 2));

        oci.delete(ocid, pool);
        assertThat(nodes).containsOnly(Map.entry("pool[app.pixel/turn]", 0));
    }

    @ParameterizedTest
    @CsvSource({
        "v1.34.2, 1.33.1, Kubernetes version does not match Kubernetes version of OKE worker node image",
        "v1.35.0, 1.35.0, nodes of v1.35.0 in a cluster of v1.34.2",
        "v1.34.9, 1.34.2, Invalid kubernetesVersion v1.34.9",
        "v1.34.2, 1.34.9, 404-NotAuthorizedOrNotFound"
    })
    void a_pool_is_refused_when_its_version_does_not_fit(String version, String imageVersion, String reason) {
        var pool = pool(cluster(), version, imageVersion);

        assertThatThrownBy(() -> oci.create(pool))
                .isInstanceOf(ProviderRefusal.class)
                .hasMessageContaining(reason);
    }

    private String cluster() {
        return oci.create(new Declared(OciStandIn.CLUSTER, "cluster", Map.of("kubernetesVersion", "v1.34.2")))
                .id();
    }

    private static Declared pool(String cluster, String version, String imageVersion) {
        return new Declared(
                OciStandIn.NODE_POOL,
                "pool",
                Map.of(
                        "clusterId", cluster,
                        "kubernetesVersion", version,
                        "nodeSourceDetails",
                                Map.of("imageId", "Oracle-Linux-8.10-2026.04.30-0-OKE-%s-1362".formatted(imageVersion)),
                        "nodeConfigDetails", Map.of("size", 2L),
                        "initialNodeLabels", List.of(Map.of("key", "app.pixel/turn", "value", "true"))));
    }
}
