// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every shape of a stack, declared once for all tests: the committed stacks, and one for each switch. */
public final class StackShapes {

    /** A word in every secret that a shape sets, so that a test can look for it where it must not be. */
    public static final String SECRET_WORD = "hush-hush-hush-hush";

    private static final List<Shape> SHAPES = new ArrayList<>();

    private StackShapes() {}

    /** A stack and what is different about it; named in tests' reports. */
    public record Shape(String stack, String difference, RecordedStack recorded) {
        @Override
        public String toString() {
            return stack + " " + difference;
        }

        /** The beginning of the names of a stack's own resources. */
        String prefix() {
            return "pixel-" + stack;
        }
    }

    /** No initialiser does it: the program runs on threads of the SDK, which would wait for this class. */
    public static synchronized List<Shape> all() {
        if (SHAPES.isEmpty()) {
            add("dev", "as committed", Map.of());
            add("prod", "as committed", Map.of());
            add("demo", "as committed", Map.of());
            add("prod", "with a private API", Map.of("privateEndpoint", "true", "endpointCidrs", "[]"));
            add("prod", "with time-sliced GPUs", Map.of("gpuSharing", "timeSlicing"));
            add("prod", "with shared GPUs", Map.of("gpuSharing", "shared", "gpuPools", ONE_GPU_EACH));
            add("prod", "in another owner's network", Map.of("existingNetwork", EXISTING_NETWORK));
            add("prod", "with all that the cloud has", ALL_OF_THE_CLOUD);
            add("prod", "with two pools of GPUs", Map.of("gpuPools", TWO_GPU_POOLS));
            add("prod", "with simulated streamers", Map.of("gpuSharing", "none", "streamer", "simulated"));
            add("prod", "with the pod proxy", Map.of("podProxy", "true", "controlActions", "[\"quality\"]"));
            add("prod", "with a fixed number of relays", Map.of("turn", "everyNode", "turnPool", FIXED_TURN_POOL));
            add("prod", "without relays", Map.of("turn", "off", "turnPool", "{}"));
            add("prod", "below a path", Map.of("pathPrefix", "/game", "podProxy", "true"));
            add(
                    "prod",
                    "embedded and by relays only",
                    Map.of("embedOrigins", "[\"https://www.example.com\"]", "turnOnly", "true"));
            add("prod", "with rules for visitors", RULES_FOR_VISITORS);
            add("prod", "with an external lobby", Map.of("lobby", "external"));
            add("prod", "with receivers of alerts", Map.of("alertReceivers", ALERT_RECEIVERS));
            add("demo", "with its edge at a port of every node", Map.of("edgeService", "nodePort"));
            add("prod", "with an engine of bounded media ports", Map.of("engine", "ue5.5"));
            add("prod", "with a restart after each visitor", Map.of("afterSession", "restart"));
            add(
                    "demo",
                    "with an action after each visitor",
                    Map.of("afterSession", "action", "afterSessionAction", "reset"));
            add("demo", "with services of other owners", Map.of("releases", OTHERS_SERVICES));
        }
        return List.copyOf(SHAPES);
    }

    static final String EXISTING_NETWORK = """
            {"vcnId": "ocid1.vcn.oc1.iad.v",
             "endpoint": {"id": "ocid1.subnet.oc1.iad.e", "cidr": "10.26.0.0/28"},
             "workers": {"id": "ocid1.subnet.oc1.iad.w", "cidr": "10.26.4.0/22"},
             "loadBalancers": {"id": "ocid1.subnet.oc1.iad.l", "cidr": "10.26.1.0/24"},
             "turn": {"id": "ocid1.subnet.oc1.iad.t", "cidr": "10.26.2.0/24"}}
            """;
    static final Map<String, String> ALL_OF_THE_CLOUD = Map.of(
            "privateEndpoint", "true",
            "bastion", "true",
            "logRetentionDays", "30",
            "freeformTags", "{\"team\":\"games\"}",
            "definedTags", "{\"Operations.CostCenter\":\"42\"}");
    private static final Map<String, String> RULES_FOR_VISITORS = Map.of(
            "allowedOrigins", "[\"https://www.example.com\", \"https://shop.example.com:8443\"]",
            "requireOrigin", "true",
            "streamsPerVisitor", "2",
            "streamsPerAddress", "20",
            "socketsPerSecond", "2.5",
            "waitingMaximum", "5000",
            "signIn", """
                    {"issuer": "https://login.example.com/games", "audience": "play",
                     "keysUrl": "https://login.example.com/games/keys", "algorithms": ["RS256", "ES384"],
                     "claims": ["groups=players", "email"], "clockSkew": "1m",
                     "page": "https://www.example.com/login"}""");
    private static final String ONE_GPU_EACH =
            "[{\"shape\":\"VM.GPU.A10.1\",\"availabilityDomain\":1,\"bootVolumeGb\":200,\"min\":1,\"max\":4}]";
    private static final String TWO_GPU_POOLS =
            "[{\"shape\":\"BM.GPU.A10.4\",\"availabilityDomain\":1,\"bootVolumeGb\":200,\"min\":1,\"max\":4},"
                    + "{\"name\":\"gpu-spare\",\"shape\":\"VM.GPU.A10.1\",\"availabilityDomain\":2,"
                    + "\"bootVolumeGb\":200,\"min\":0,\"max\":8,\"preemptible\":true}]";
    private static final String ALERT_RECEIVERS = """
            {"email": {"to": "ops@example.com", "from": "pixel@example.com", "smarthost": "smtp.example.com:587",
                       "user": "pixel", "password": "%1$s-mail"},
             "webhookUrl": "https://hooks.example.com/%1$s", "slackUrl": "https://hooks.slack.com/%1$s",
             "pagerDutyKey": "%1$s-pager"}""".formatted(SECRET_WORD);
    private static final String FIXED_TURN_POOL =
            "{\"shape\":\"VM.Standard.E4.Flex\",\"ocpus\":4,\"memoryGb\":64,\"bootVolumeGb\":50,\"min\":2,\"max\":2}";
    private static final String OTHERS_SERVICES =
            "{\"traefik\":\"existing\",\"cert-manager\":\"existing\",\"metrics-server\":\"existing\","
                    + "\"kube-prometheus-stack\":\"none\",\"prometheus-adapter\":\"none\"}";

    /** Every secret is set that the shape's settings leave room for. */
    private static void add(String stack, String difference, Map<String, String> changes) {
        Map<String, String> secrets = new TreeMap<>(Map.of(
                "turnSecret", SECRET_WORD + "-turn",
                "sessionSecret", SECRET_WORD + "-session",
                "grafanaPassword", SECRET_WORD + "-grafana",
                "registryToken", SECRET_WORD + "-registry",
                "podProxyUsers", "operator:" + SECRET_WORD));
        Map<String, String> all = new TreeMap<>(changes);
        if (all.containsKey("alertReceivers")) {
            secrets.put("alertReceivers", ALERT_RECEIVERS);
            all.remove("alertReceivers");
        }
        if (changes.containsValue("external")) {
            secrets.put("lobbyUrl", "rediss://:" + SECRET_WORD + "@cache.example.com:6380");
        }
        all.put("registryServer", "fra.ocir.io");
        all.put("registryUser", "tenancy/puller");
        SHAPES.add(new Shape(stack, difference, Stacks.declared(stack, all, secrets)));
    }
}
