// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.RecordedStack;
import app.pixel.infra.Registered;
import app.pixel.infra.network.TrafficRule.Party;
import app.pixel.infra.settings.Cidr;
import com.pulumi.core.Output;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkTest {
    private static final String RULE = "oci:Core/networkSecurityGroupSecurityRule:NetworkSecurityGroupSecurityRule";
    private static final OciAccount ACCOUNT = new OciAccount(
            "us-ashburn-1",
            "ocid1.tenancy.oc1..t",
            "ocid1.compartment.oc1..c",
            Optional.of("work"),
            true,
            OciTags.NONE);
    private static final List<Cidr> API_CLIENTS = List.of(Cidr.of("198.51.100.0/24"), Cidr.of("203.0.113.7/32"));

    private static final Set<String> FROM_THE_WORLD = Set.of(
            "net-load-balancers-id <- 0.0.0.0/0 tcp 80-80",
            "net-load-balancers-id <- 0.0.0.0/0 tcp 443-443",
            "net-turn-id <- 0.0.0.0/0 tcp 3478-3478",
            "net-turn-id <- 0.0.0.0/0 udp 3478-3478",
            "net-turn-id <- 0.0.0.0/0 tcp 49152-65535",
            "net-turn-id <- 0.0.0.0/0 udp 49152-65535",
            "net-turn-id <- 0.0.0.0/0 icmp 3/4",
            "net-workers-id <- 0.0.0.0/0 icmp 3/4");

    private static final Set<String> FROM_API_CLIENTS = Set.of(
            "net-endpoint-id <- 198.51.100.0/24 tcp 6443-6443", "net-endpoint-id <- 203.0.113.7/32 tcp 6443-6443");

    private static final Set<String> FROM_THE_BASTION = Set.of("net-endpoint-id <- 10.26.0.16/28 tcp 6443-6443");

    private static final Set<String> OF_RELAYS = Set.of(
            "net-turn-id <- net-workers-id all",
            "net-turn-id -> net-workers-id all",
            "net-workers-id <- net-turn-id all",
            "net-workers-id -> net-turn-id all",
            "net-endpoint-id <- net-turn-id tcp 6443-6443",
            "net-endpoint-id <- net-turn-id tcp 12250-12250",
            "net-endpoint-id <- net-turn-id icmp 3/4",
            "net-endpoint-id -> net-turn-id icmp 3/4",
            "net-endpoint-id -> net-turn-id tcp 1-65535");

    private static final Set<String> OF_NODES = Set.of(
            "net-endpoint-id <- net-endpoint-id tcp 6443-6443",
            "net-endpoint-id <- net-workers-id tcp 6443-6443",
            "net-endpoint-id <- net-workers-id tcp 12250-12250",
            "net-endpoint-id <- net-workers-id icmp 3/4",
            "net-endpoint-id -> net-workers-id icmp 3/4",
            "net-workers-id <- net-endpoint-id tcp 1-65535",
            "net-workers-id <- net-workers-id all",
            "net-workers-id <- net-load-balancers-id tcp 30000-32767",
            "net-workers-id <- net-load-balancers-id tcp 10256-10256",
            "net-workers-id -> 0.0.0.0/0 all",
            "net-turn-id -> 0.0.0.0/0 all",
            "net-endpoint-id -> all-services-in-oracle-services-network tcp 1-65535",
            "net-workers-id -> all-services-in-oracle-services-network tcp 1-65535",
            "net-turn-id -> all-services-in-oracle-services-network tcp 1-65535");

    // Not in initialisers: the program runs on the SDK's threads, which would wait for this class to be initialised.
    private static RecordedStack open;
    private static RecordedStack closed;

    @BeforeAll
    static void declare() {
        open = declared(false);
        closed = declared(true);
    }

    private static RecordedStack declared(boolean privateEndpoint) {
        return declared(new NetworkSettings(
                Cidr.of("10.26.0.0/16"),
                Cidr.of("10.244.0.0/16"),
                Cidr.of("10.96.0.0/16"),
                privateEndpoint,
                API_CLIENTS,
                Optional.empty(),
                privateEndpoint,
                true));
    }

    private static RecordedStack declared(NetworkSettings settings) {
        return RecordedStack.of(_ -> new Network(
                "net",
                ACCOUNT,
                new OciProviders("net", ACCOUNT, ComponentResourceOptions.Empty),
                settings,
                ComponentResourceOptions.Empty));
    }

    /** One rule in one line: whose, direction, what, and the other end. */
    private static String read(Registered rule) {
        var inputs = rule.inputs();
        boolean ingress = rule.text("direction").equals("INGRESS");
        String protocol = rule.text("protocol");
        String options = protocol.equals("6") ? "tcpOptions" : "udpOptions";
        String traffic = switch (protocol) {
            case "all" -> "all";
            case "1" -> "icmp " + number(rule, "icmpOptions.type") + "/" + number(rule, "icmpOptions.code");
            default ->
                (protocol.equals("6") ? "tcp " : "udp ")
                        + number(rule, options + ".destinationPortRange.min")
                        + "-"
                        + number(rule, options + ".destinationPortRange.max");
        };
        return "%s %s %s %s"
                .formatted(
                        rule.text("networkSecurityGroupId"),
                        ingress ? "<-" : "->",
                        inputs.get(ingress ? "source" : "destination").getAsString(),
                        traffic);
    }

    private static int number(Registered rule, String path) {
        return rule.input(path).getAsInt();
    }

    private static Set<String> rules(RecordedStack stack) {
        return stack.ofType(RULE).stream().map(NetworkTest::read).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void the_world_reaches_nothing_but_the_listed_ports() {
        assertThat(rules(open).stream().filter(rule -> rule.contains("<- 0.0.0.0/0")))
                .containsExactlyInAnyOrderElementsOf(FROM_THE_WORLD);
    }

    @Test
    void only_configured_blocks_reach_the_api_from_outside() {
        assertThat(rules(open).stream()
                        .filter(rule -> rule.startsWith("net-endpoint-id <- ")
                                && !rule.contains("-id tcp")
                                && !rule.contains("-id icmp")))
                .containsExactlyInAnyOrderElementsOf(FROM_API_CLIENTS);
    }

    @Test
    void relays_talk_as_the_original_lets_them() {
        assertThat(rules(open)).containsAll(OF_RELAYS);
    }

    @Test
    void nodes_have_every_rule_that_a_cluster_needs() {
        assertThat(rules(open)).containsAll(OF_NODES);
    }

    @Test
    void every_arrow_between_groups_has_both_halves() {
        Set<String> halves = rules(open);
        for (String half : halves) {
            String[] words = half.split(" ", 4);
            if (words[2].endsWith("-id")) {
                assertThat(halves)
                        .contains("%s %s %s %s"
                                .formatted(words[2], words[1].equals("<-") ? "->" : "<-", words[0], words[3]));
            }
        }
    }

    static Stream<NetworkSettings> networks() {
        var random = new Random(20261123);
        return Stream.generate(() -> {
                    int bits = random.nextInt(16, 21);
                    List<Cidr> clients = random.longs(random.nextInt(1, 6), 0, 1L << 24)
                            .distinct()
                            .mapToObj(block -> new Cidr(block << 8, 24))
                            .toList();
                    return new NetworkSettings(
                            new Cidr((172L << 24) + (random.nextLong(1L << (bits - 8)) << (32 - bits)), bits),
                            Cidr.of("10.244.0.0/16"),
                            Cidr.of("10.96.0.0/16"),
                            true,
                            clients,
                            Optional.empty(),
                            random.nextBoolean(),
                            random.nextBoolean());
                })
                .limit(10);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void the_rules_are_exactly_the_halves_of_the_arrows(NetworkSettings settings) {
        Set<String> drawn = new TreeSet<>();
        for (TrafficRule arrow : TrafficRule.ALL) {
            ends(arrow.from(), settings)
                    .forEach(from -> ends(arrow.to(), settings).forEach(to -> {
                        if (arrow.from().isGroup()) {
                            drawn.add("%s -> %s %s".formatted(from, to, word(arrow.traffic())));
                        }
                        if (arrow.to().isGroup()) {
                            drawn.add("%s <- %s %s".formatted(to, from, word(arrow.traffic())));
                        }
                    }));
        }
        assertThat(rules(declared(settings))).isEqualTo(drawn);
    }

    private static List<String> ends(Party party, NetworkSettings settings) {
        return switch (party) {
            case WORLD -> List.of("0.0.0.0/0");
            case API_CLIENTS ->
                settings.endpointCidrs().stream().map(Cidr::toString).toList();
            case BASTION ->
                settings.subnets().bastion().map(Cidr::toString).stream().toList();
            case ORACLE_SERVICES -> List.of("all-services-in-oracle-services-network");
            case ENDPOINT, WORKERS, LOAD_BALANCERS, TURN -> List.of("net-" + SecurityGroups.word(party) + "-id");
        };
    }

    private static String word(TrafficRule.Traffic traffic) {
        return switch (traffic) {
            case TrafficRule.Traffic.Everything() -> "all";
            case TrafficRule.Traffic.PathMtu() -> "icmp 3/4";
            case TrafficRule.Traffic.Tcp(int first, int last) -> "tcp " + first + "-" + last;
            case TrafficRule.Traffic.Udp(int first, int last) -> "udp " + first + "-" + last;
        };
    }

    /** The tests above look for these rules; taking any arrow away must leave one of them without its rule. */
    @Test
    void no_arrow_can_be_removed_unnoticed() {
        assertThat(TrafficRule.ALL).doesNotHaveDuplicates();
        assertThat(missing(TrafficRule.ALL)).isEmpty();
        for (TrafficRule removed : TrafficRule.ALL) {
            List<TrafficRule> left = new ArrayList<>(TrafficRule.ALL);
            left.remove(removed);
            assertThat(missing(left)).as("without %s", removed).isNotEmpty();
        }
    }

    private static Set<String> missing(List<TrafficRule> arrows) {
        var declared = RecordedStack.of(_ -> new SecurityGroups(
                "net",
                ACCOUNT,
                Output.of("net-id"),
                API_CLIENTS,
                Optional.of(Cidr.of("10.26.0.16/28")),
                Output.of("all-services-in-oracle-services-network"),
                arrows,
                CustomResourceOptions.Empty));
        Set<String> missing = Stream.of(FROM_THE_WORLD, FROM_API_CLIENTS, FROM_THE_BASTION, OF_RELAYS, OF_NODES)
                .flatMap(Set::stream)
                .collect(Collectors.toCollection(TreeSet::new));
        missing.removeAll(rules(declared));
        return missing;
    }

    @Test
    void the_vcns_own_list_lets_no_traffic_in() {
        var list = open.the("oci:Core/defaultSecurityList:DefaultSecurityList", "net-closed");
        assertThat(list.inputs().keySet()).containsExactly("manageDefaultResourceId");
        assertThat(list.text("manageDefaultResourceId")).isEqualTo("net-default-security-list");
    }

    @Test
    void subnets_are_public_only_where_the_world_comes_in() {
        assertThat(publicSubnets(open)).containsExactlyInAnyOrder("net-endpoint", "net-load-balancers", "net-turn");
        assertThat(publicSubnets(closed)).containsExactlyInAnyOrder("net-load-balancers", "net-turn");
    }

    private static List<String> publicSubnets(RecordedStack stack) {
        return stack.ofType("oci:Core/subnet:Subnet").stream()
                .filter(subnet -> !subnet.input("prohibitInternetIngress").getAsBoolean())
                .peek(subnet -> assertThat(subnet.text("routeTableId")).isEqualTo("net-public-id"))
                .map(Registered::name)
                .toList();
    }

    @Test
    void private_nodes_reach_the_internet_by_nat() {
        var routes = open.the("oci:Core/routeTable:RouteTable", "net-private");
        assertThat(routes.text("routeRules.0.networkEntityId")).isEqualTo("net-nat-id");
        assertThat(open.the("oci:Core/subnet:Subnet", "net-workers").text("routeTableId"))
                .isEqualTo("net-private-id");
    }

    @Test
    void private_nodes_reach_oracle_by_the_service_gateway() {
        var routes = open.the("oci:Core/routeTable:RouteTable", "net-private");
        assertThat(routes.text("routeRules.1.networkEntityId")).isEqualTo("net-services-id");
        assertThat(routes.text("routeRules.1.destinationType")).isEqualTo("SERVICE_CIDR_BLOCK");
    }

    @Test
    void every_resource_is_the_networks_child_by_its_provider() {
        var declared = open.resources().stream()
                .filter(resource -> resource.type().startsWith("oci:"))
                .toList();
        assertThat(declared).isNotEmpty().allSatisfy(resource -> {
            assertThat(resource.parent()).isEqualTo("net");
            assertThat(resource.provider()).startsWith("net");
            assertThat(resource.request().getVersion()).isEqualTo("4.20.0");
        });
    }

    @Test
    void only_addresses_are_protected() {
        assertThat(open.resources().stream().filter(Registered::isProtected))
                .extracting(Registered::type)
                .containsExactlyInAnyOrder("oci:Core/vcn:Vcn", "oci:Core/publicIp:PublicIp");
    }

    @Test
    void the_edge_keeps_a_reserved_address() {
        var address = open.the("oci:Core/publicIp:PublicIp", "net-edge");
        assertThat(address.text("lifetime")).isEqualTo("RESERVED");
        assertThat(address.ignoredChanges()).containsExactly("privateIpId");
    }

    @Test
    void a_bastion_reaches_the_private_endpoint_only() {
        var bastion = closed.the("oci:Bastion/bastion:Bastion", "net-bastion");
        assertThat(bastion.text("targetSubnetId")).isEqualTo("net-bastion-id");
        assertThat(bastion.input("clientCidrBlockAllowLists").toString())
                .isEqualTo("[\"198.51.100.0/24\",\"203.0.113.7/32\"]");
        var list = closed.the("oci:Core/securityList:SecurityList", "net-bastion");
        assertThat(list.text("egressSecurityRules.0.destination")).isEqualTo("10.26.0.0/28");
        assertThat(list.input("egressSecurityRules.0.tcpOptions.max").getAsInt())
                .isEqualTo(6443);
        assertThat(rules(closed)).contains("net-endpoint-id <- 10.26.0.16/28 tcp 6443-6443");
    }

    @Test
    void a_public_endpoint_has_no_bastion() {
        assertThat(open.ofType("oci:Bastion/bastion:Bastion")).isEmpty();
        assertThat(rules(open)).noneMatch(rule -> rule.contains("10.26.0.16/28"));
    }

    @Test
    void the_home_regions_provider_is_found_by_the_tenancy() {
        var home = open.the("pulumi:providers:oci", "net-home");
        assertThat(home.text("region")).isEqualTo("us-ashburn-1");
        assertThat(home.text("configFileProfile")).isEqualTo("work");
    }
}
