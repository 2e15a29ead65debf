// SPDX-License-Identifier: Apache-2.0
package app.pixel.lab.engine;

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
 * OCI in memory. It takes what the provider's contract allows, wants every OCID that it is given to be of something
 * that is there, and lets go of nothing that something else still names, as a cloud does. State is behind this
 * object's lock.
 */
final class OciStandIn extends ProviderStandIn {

    /** What becomes of node pools: nodes, where somebody wants them. */
    interface Machines {
        /** From now on the pool has so many nodes with these labels. */
        void resize(String pool, Set<String> labels, int nodes);
    }

    private record Item(String type, String name, Map<String, Object> inputs, Map<String, Object> outputs) {}

    private static final String VERSION = "4.20.0";
    private static final String NODE_POOL = "oci:ContainerEngine/nodePool:NodePool";
    private static final Path INFRA = Path.of("..", "..", "infra");
    private static final Path ANSWERS =
            INFRA.resolve(Path.of("src", "main", "resources", "app", "pixel", "infra", "plan", "imaginary-cloud.json"));

    /** Of something that was made here, unlike the tenancy and the compartment, which were there before. */
    private static final Pattern OCID = Pattern.compile("ocid1\\.\\w+\\.oc1\\.\\.\\d+(\\.\\w+)?");

    private final OciContract contract = new OciContract(INFRA.resolve(Path.of("src", "oci", "contract.json")));
    private final Map<String, Object> answers;
    private final Machines machines;
    private final Map<String, Item> items = new LinkedHashMap<>();
    private int made;

    /** @param kubernetesVersion that there are node images for */
    OciStandIn(String kubernetesVersion, Journal journal, Machines machines) {
        super(VERSION, journal);
        this.machines = machines;
        this.answers =
                Json.parse(Json.text(ANSWERS).replace("{kubernetesVersion}", kubernetesVersion.replaceFirst("^v", "")));
    }

    /** What there is, by OCID, as type and logical name. */
    synchronized Map<String, String> inventory() {
        var inventory = new TreeMap<String, String>();
        items.forEach((ocid, item) -> inventory.put(ocid, item.type() + " " + item.name()));
        return inventory;
    }

    /** Somebody deletes it by hand, whatever depends on it. */
    synchronized void lose(String ocid) {
        items.remove(ocid);
    }

    @Override
    List<String> refusals(Declared declared) {
        return contract.refusals("resources", declared.type(), declared.inputs());
    }

    @Override
    Difference difference(String type, Map<String, Object> before, Map<String, Object> after) {
        var changes = new TreeMap<String, Boolean>();
        Paths.between(before, after).forEach(path -> changes.put(path, !contract.canChange(type, path)));
        return new Difference(changes, false);
    }

    @Override
    Map<String, Object> foreseen(Declared declared) {
        var outputs = new LinkedHashMap<String, Object>();
        contract.outputs(declared.type(), declared.name()).keySet().forEach(name -> outputs.put(name, Wire.UNKNOWN));
        outputs.putAll(declared.inputs());
        return outputs;
    }

    @Override
    synchronized Made create(Declared declared) {
        requireNamed(declared);
        String type = declared.type().substring(declared.type().lastIndexOf(':') + 1);
        String ocid = "ocid1.%s.oc1..%d".formatted(type.toLowerCase(Locale.ROOT), ++made);
        var outputs = outputs(ocid, declared);
        items.put(ocid, new Item(declared.type(), declared.name(), declared.inputs(), outputs));
        provideNodes(declared, size(declared));
        return new Made(ocid, outputs);
    }

    private Map<String, Object> outputs(String ocid, Declared declared) {
        var outputs = contract.outputs(declared.type(), declared.name());
        switch (declared.type()) {
            case "oci:ContainerEngine/cluster:Cluster" ->
                outputs.put(
                        "endpoints",
                        List.of(Map.of("publicEndpoint", "203.0.113.1:6443", "privateEndpoint", "10.0.0.2:6443")));
            case "oci:Core/vcn:Vcn" -> outputs.put("defaultSecurityListId", ocid + ".securitylist");
            default -> {
                // Any other output will do.
            }
        }
        outputs.putAll(declared.inputs());
        return outputs;
    }

    @Override
    synchronized Map<String, Object> update(String id, Declared declared, Map<String, Object> before) {
        Item item = there(id);
        requireNamed(declared);
        var outputs = new LinkedHashMap<>(item.outputs());
        outputs.putAll(declared.inputs());
        items.put(id, new Item(item.type(), item.name(), declared.inputs(), outputs));
        provideNodes(declared, size(declared));
        return outputs;
    }

    @Override
    synchronized Optional<Found> read(String id, Declared declared) {
        return Optional.ofNullable(items.get(id)).map(item -> new Found(item.inputs(), item.outputs()));
    }

    @Override
    synchronized void delete(String id, Declared declared) {
        Item item = there(id);
        List<String> users = items.values().stream()
                .filter(other ->
                        ocids(other.inputs()).anyMatch(ocid -> owner(ocid).equals(id)))
                .map(Item::name)
                .toList();
        if (!users.isEmpty()) {
            throw refused("409-Conflict: %s is still used by %s".formatted(item.name(), users));
        }
        items.remove(id);
        provideNodes(declared, 0);
    }

    @Override
    Map<String, Object> call(String function, Map<String, Object> arguments) {
        List<String> refusals = contract.refusals("functions", function, arguments);
        if (!refusals.isEmpty()) {
            throw refused("%s: %s".formatted(function, refusals));
        }
        return Json.map(answers.get(function));
    }

    private Item there(String id) {
        return Optional.ofNullable(items.get(id)).orElseThrow(() -> refused("404-NotAuthorizedOrNotFound: " + id));
    }

    private void requireNamed(Declared declared) {
        Set<String> unknown = ocids(declared.inputs())
                .filter(ocid -> !items.containsKey(owner(ocid)))
                .collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            throw refused("404-NotAuthorizedOrNotFound: %s names %s".formatted(declared.name(), unknown));
        }
    }

    /** What came with something else goes with it: a VCN's default security list. */
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

    private void provideNodes(Declared declared, int nodes) {
        if (declared.type().equals(NODE_POOL)) {
            var labels = new ArrayList<String>();
            Json.maps(declared.inputs().get("initialNodeLabels")).forEach(label -> labels.add(Json.text(label, "key")));
            machines.resize(declared.name(), Set.copyOf(labels), nodes);
        }
    }
}
