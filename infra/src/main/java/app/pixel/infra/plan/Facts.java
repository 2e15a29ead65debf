// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.plan;

import java.util.List;
import java.util.stream.Stream;

/**
 * The facts of a resource that a reviewer looks for: those behind its name, and those with a line of their own below
 * it. A fact that the name, the parent or another resource tells is not repeated; {@code --json} has everything.
 */
record Facts(List<String> beside, List<String> below) {

    static final Facts NONE = saying();

    Facts {
        beside = beside.stream().filter(fact -> !fact.isBlank()).toList();
        below = List.copyOf(below);
    }

    static Facts saying(String... facts) {
        return new Facts(List.of(facts), List.of());
    }

    Facts with(Stream<String> more) {
        return new Facts(beside, more.toList());
    }

    static Facts of(PlannedResource resource) {
        Input inputs = new Input(resource.inputs());
        return switch (resource.type().replaceFirst(":.*", "")) {
            case "oci" -> OciFacts.of(resource.type(), inputs);
            case "kubernetes" -> KubernetesFacts.of(resource.type(), inputs);
            case "pulumi" -> pulumi(resource, inputs);
            default -> NONE;
        };
    }

    private static Facts pulumi(PlannedResource resource, Input inputs) {
        return switch (resource.type()) {
            case "pulumi:pulumi:Stack" -> NONE;
            case "pulumi:index:Stash" ->
                saying(
                        inputs.at("input").text().equals(Wire.SECRET_SHOWN)
                                ? "made up once and kept, encrypted"
                                : "chosen once and kept: " + inputs.at("input").text());
            default ->
                saying(
                        "plugin " + resource.version(),
                        inputs.at("region").text(),
                        inputs.at("context").exists()
                                ? "context " + inputs.at("context").text()
                                : "");
        };
    }
}
