// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.plan;

import com.google.gson.GsonBuilder;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan as people and programs read it. The order depends on names alone. */
final class PlanText {
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
            Facts facts = Facts.of(resource);
            text.append("  ".repeat(depth))
                    .append(shownType(resource.type()))
                    .append(' ')
                    .append(resource.name());
            if (resource.isProtected()) {
                text.append("  protected");
            }
            facts.beside().forEach(fact -> text.append("  ").append(fact));
            text.append('\n');
            for (String fact : facts.below()) {
                text.append("  ".repeat(depth + 1)).append("· ").append(fact).append('\n');
            }
            append(resource.urn(), depth + 1);
        }
    }

    /** As the pulumi command prints types: {@code oci:Core/vcn:Vcn} says its last word twice. */
    private static String shownType(String type) {
        return type.replaceFirst("^(oci:\\w+)/\\w+:", "$1:");
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
