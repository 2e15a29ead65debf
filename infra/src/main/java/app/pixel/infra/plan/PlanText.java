// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.plan;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan as people and programs read it. The order depends on names alone. */
final class PlanText {
    /** The inputs that a reviewer looks for, by their last name wherever they stand. */
    private static final Set<String> TELLING = Set.of(
            "cidrBlock",
            "cidrBlocks",
            "podsCidr",
            "servicesCidr",
            "isPublicIpEnabled",
            "prohibitPublicIpOnVnic", // addresses
            "direction",
            "source",
            "destination",
            "protocol",
            "min",
            "max",
            "cidr",
            "except", // traffic
            "port",
            "targetPort",
            "containerPort",
            "hostPort",
            "nodePort", // ports
            "nodeShape",
            "ocpus",
            "memoryInGbs",
            "size",
            "availabilityDomain",
            "bootVolumeSizeInGbs",
            "imageId", // machines
            "replicas",
            "minReplicas",
            "maxReplicas",
            "minAvailable",
            "maxUnavailable",
            "minSize",
            "maxSize", // counts
            "kubernetesVersion",
            "chart",
            "version",
            "repo",
            "image",
            "addonName",
            "statements", // what runs
            "namespace",
            "hostNetwork",
            "privileged",
            "host",
            "path",
            "match",
            "verbs",
            "resources",
            "region"); // who may

    private static final Gson FACT = new GsonBuilder().disableHtmlEscaping().create();

    private static final Comparator<PlannedResource> BY_NAME = Comparator.comparing(PlannedResource::type)
            .thenComparing(PlannedResource::name)
            .thenComparing(PlannedResource::urn);

    private final Map<String, List<PlannedResource>> children;
    private final Set<String> known;
    private final StringBuilder text = new StringBuilder();

    private PlanText(List<PlannedResource> resources) {
        this.known = resources.stream().map(PlannedResource::urn).collect(Collectors.toSet());
        this.children = resources.stream()
                .sorted(BY_NAME)
                .collect(Collectors.groupingBy(
                        resource -> known.contains(resource.parent()) ? resource.parent() : "", Collectors.toList()));
    }

    static String tree(List<PlannedResource> resources) {
        var plan = new PlanText(resources);
        plan.append("", 0);
        long declared = resources.stream()
                .filter(resource -> !resource.type().equals("pulumi:pulumi:Stack"))
                .count();
        return plan.text.append("\n").append(declared).append(" resources\n").toString();
    }

    private void append(String parent, int depth) {
        for (PlannedResource resource : children.getOrDefault(parent, List.of())) {
            text.append("  ".repeat(depth)).append(resource.type()).append(' ').append(resource.name());
            if (resource.isProtected()) {
                text.append("  protected");
            }
            facts(resource).forEach(fact -> text.append("  ").append(fact));
            text.append('\n');
            append(resource.urn(), depth + 1);
        }
    }

    private static List<String> facts(PlannedResource resource) {
        List<String> facts = new ArrayList<>();
        collect("", resource.inputs(), facts);
        return facts;
    }

    private static void collect(String path, Object value, List<String> facts) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((name, inner) -> {
                    if (!"values".equals(name)) {
                        collect(path.isEmpty() ? String.valueOf(name) : path + "." + name, inner, facts);
                    }
                });
            case List<?> list
            when list.stream().anyMatch(element -> element instanceof Map) -> {
                for (int i = 0; i < list.size(); i++) {
                    collect(path + "." + i, list.get(i), facts);
                }
            }
            case Object scalar
            when TELLING.contains(path.substring(path.lastIndexOf('.') + 1)) ->
                facts.add(path + "=" + (scalar instanceof String text ? text : FACT.toJson(scalar)));
            case Object _ -> {
                // Not what a reviewer looks for; --json has it.
            }
        }
    }

    static String json(List<PlannedResource> resources) {
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(resources.stream()
                                .sorted(BY_NAME)
                                .map(PlanText::object)
                                .toList())
                + "\n";
    }

    private static Map<String, Object> object(PlannedResource resource) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", resource.type());
        object.put("name", resource.name());
        object.put("urn", resource.urn());
        object.put("parent", resource.parent());
        object.put("provider", resource.provider());
        object.put("version", resource.version());
        object.put("protect", resource.isProtected());
        object.put("dependencies", resource.dependencies());
        object.put("ignoreChanges", resource.ignoredChanges());
        object.put("inputs", resource.inputs());
        return object;
    }
}
