// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.pulumi;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * OCI in memory. It accepts what the provider's contract allows. Each OCID that it is given must belong to an existing
 * resource. As a cloud does, it deletes nothing that another resource still names. State is behind this object's lock.
 */
final class OciStandIn implements ProviderStandIn {

    /** The machines of node pools, for suites that want nodes. */
    interface Machines {
        /** From now on the pool has so many nodes with these labels. */
        void resize(String pool, Set<String> labels, int nodes);
    }

    private record Item(String type, String name, Map<String, Object> inputs, Map<String, Object> outputs) {}

    private static final String VERSION = "4.20.0";
    static final String VCN = "oci:Core/vcn:Vcn";
    static final String CLUSTER = "oci:ContainerEngine/cluster:Cluster";
    static final String NODE_POOL = "oci:ContainerEngine/nodePool:NodePool";
    private static final Path INFRA = Path.of("..", "infra");
    private static final Path ANSWERS =
            INFRA.resolve(Path.of("src", "main", "resources", "app", "pixel", "infra", "plan", "imaginary-cloud.json"));

    /** Of something that was made here, unlike the tenancy and the compartment, which were there before. */
    private static final Pattern OCID = Pattern.compile("ocid1\\.\\w+\\.oc1\\.\\.\\d+(\\.\\w+)?");

    private final OciContract contract = new OciContract(INFRA.resolve(Path.of("src", "oci", "contract.json")));
    private final Map<String, Object> answers = Json.read(ANSWERS);
    private final OkeOffer offer;
    private final Machines machines;
    private final Map<String, Item> items = new LinkedHashMap<>();
    private int made;

    OciStandIn(OkeOffer offer, Machines machines) {
        this.offer = offer;
        this.machines = machines;
    }

    OkeOffer offer() {
        return offer;
    }

    /** Returns the existing resources by OCID, as type and logical name. */
    synchronized Map<String, String> inventory() {
        var inventory = new TreeMap<String, String>();
        items.forEach((ocid, item) -> inventory.put(ocid, item.type() + " " + item.name()));
        return inventory;
    }

    /** Deletes a resource as a person would by hand, whatever depends on it. */
    synchronized void lose(Urn urn) {
        items.values()
                .removeIf(item -> item.type().equals(urn.type()) && item.name().equals(urn.name()));
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public List<String> refusals(Declared declared) {
        return contract.refusals("resources", declared.type(), declared.inputs());
    }

    @Override
    public Difference difference(String type, Map<String, Object> before, Map<String, Object> after) {
        var changes = new TreeMap<String, Boolean>();
        InputPaths.between(before, after).forEach(path -> changes.put(path, !contract.canChange(type, path)));
        return new Difference(changes, false);
    }

    @Override
    public Map<String, Object> foreseen(Declared declared) {
        var outputs = new LinkedHashMap<String, Object>();
        contract.outputs(declared.type(), declared.name())
                .keySet()
                .forEach(name -> outputs.put(name, StructValues.UNKNOWN));
        outputs.putAll(declared.inputs());
        return outputs;
    }

    @Override
    public synchronized Made create(Declared declared) {
        requireNamed(declared);
        requireOffered(declared);
        String type = declared.type().substring(declared.type().lastIndexOf(':') + 1);
        String ocid = "ocid1.%s.oc1..%d".formatted(type.toLowerCase(Locale.ROOT), ++made);
        var outputs = outputs(ocid, declared);
        items.put(ocid, new Item(declared.type(), declared.name(), declared.inputs(), outputs));
        provideNodes(declared, nodes(declared));
        return new Made(ocid, outputs);
    }

    private Map<String, Object> outputs(String ocid, Declared declared) {
        var outputs = contract.outputs(declared.type(), declared.name());
        switch (declared.type()) {
            case CLUSTER ->
                outputs.put(
                        "endpoints",
                        List.of(Map.of("publicEndpoint", "203.0.113.1:6443", "privateEndpoint", "10.0.0.2:6443")));
            case VCN -> outputs.put("defaultSecurityListId", ocid + ".securitylist");
            default -> {
                // Any other output will do.
            }
        }
        outputs.putAll(declared.inputs());
        return outputs;
    }

    @Override
    public synchronized Map<String, Object> update(String id, Declared declared) {
        Item item = there(id);
        requireNamed(declared);
        requireOffered(declared);
        var outputs = new LinkedHashMap<>(item.outputs());
        outputs.putAll(declared.inputs());
        items.put(id, new Item(item.type(), item.name(), declared.inputs(), outputs));
        provideNodes(declared, nodes(declared));
        return outputs;
    }

    @Override
    public synchronized Optional<Found> read(String id, Declared declared) {
        return Optional.ofNullable(items.get(id)).map(item -> new Found(item.inputs(), item.outputs()));
    }

    @Override
    public synchronized void delete(String id, Declared declared) {
        Item item = items.get(id);
        if (item == null) {
            return; // The provider takes OCI's 404 for what it wanted.
        }
        List<String> users = items.values().stream()
                .filter(other ->
                        ocids(other.inputs()).anyMatch(ocid -> owner(ocid).equals(id)))
                .map(Item::name)
                .toList();
        if (!users.isEmpty()) {
            throw new ProviderRefusal("409-Conflict: %s is still used by %s".formatted(item.name(), users));
        }
        items.remove(id);
        provideNodes(declared, 0);
    }

    @Override
    public Map<String, Object> call(String function, Map<String, Object> arguments) {
        List<String> refusals = contract.refusals("functions", function, arguments);
        if (!refusals.isEmpty()) {
            throw new ProviderRefusal("%s: %s".formatted(function, refusals));
        }
        return switch (function) {
            case OkeOffer.IMAGES, OkeOffer.VERSIONS -> offer.answer();
            case String _ -> Json.map(answers.get(function));
        };
    }

    private Item there(String id) {
        return Optional.ofNullable(items.get(id))
                .orElseThrow(() -> new ProviderRefusal("404-NotAuthorizedOrNotFound: " + id));
    }

    private void requireNamed(Declared declared) {
        Set<String> unknown = ocids(declared.inputs())
                .filter(ocid -> !items.containsKey(owner(ocid)))
                .collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            throw new ProviderRefusal("404-NotAuthorizedOrNotFound: %s names %s".formatted(declared.name(), unknown));
        }
    }

    private void requireOffered(Declared declared) {
        if (declared.type().equals(NODE_POOL)) {
            Item cluster = there(Json.text(declared.inputs(), "clusterId"));
            offer.refusal(declared.inputs(), Json.text(cluster.inputs(), "kubernetesVersion"))
                    .ifPresent(reason -> {
                        throw new ProviderRefusal(reason);
                    });
        }
    }

    /** Returns the resource that brought this one and takes it along: a VCN's default security list. */
    private static String owner(String ocid) {
        return ocid.replaceFirst("\\.securitylist$", "");
    }

    private static Stream<String> ocids(Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.values().stream().flatMap(OciStandIn::ocids);
            case List<?> list -> list.stream().flatMap(OciStandIn::ocids);
            case String text when OCID.matcher(text).matches() -> Stream.of(text);
            default -> Stream.of();
        };
    }

    private static int size(Declared declared) {
        Object size = Json.map(declared.inputs().get("nodeConfigDetails")).getOrDefault("size", 0);
        return size instanceof Number number ? number.intValue() : 0;
    }

    /** A pool with GPUs starts empty, and the autoscaler gives it the first node for the streams that wait. */
    private static int nodes(Declared declared) {
        int size = size(declared);
        return size == 0 && labels(declared).contains("app.pixel/gpu") ? 1 : size;
    }

    private static Set<String> labels(Declared declared) {
        var labels = new ArrayList<String>();
        Json.maps(declared.inputs().get("initialNodeLabels")).forEach(label -> labels.add(Json.text(label, "key")));
        return Set.copyOf(labels);
    }

    private void provideNodes(Declared declared, int nodes) {
        if (declared.type().equals(NODE_POOL)) {
            machines.resize(declared.name(), labels(declared), nodes);
        }
    }
}
