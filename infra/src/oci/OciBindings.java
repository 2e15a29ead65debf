// SPDX-License-Identifier: Apache-2.0

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes the typed classes of the OCI provider that this program uses, from {@code contract.json}, before the compiler
 * runs.
 *
 * <p>The published jar, {@code com.pulumi:oci}, is 250 MB of source and not in every Maven mirror. Packages, classes,
 * builders and properties carry its names, so that using it is a change of dependency.
 */
final class OciBindings {
    /** The contract comes from TypeScript, which has one kind of number; these are the provider's floats. */
    private static final Set<String> FRACTIONS = Set.of("ocpus", "memoryInGbs");

    private final Path target;
    private final JsonObject contract;

    private OciBindings(Path contract, Path target) throws IOException {
        this.target = target;
        this.contract = JsonParser.parseString(Files.readString(contract)).getAsJsonObject();
    }

    public static void main(String[] arguments) throws IOException {
        new OciBindings(Path.of(arguments[0]), Path.of(arguments[1])).write();
    }

    private void write() throws IOException {
        for (var type : section("inputTypes")) {
            var name = Name.ofType(type.getKey());
            String simple = name.simple() + "Args";
            write(name.module() + ".inputs", simple, arguments("ResourceArgs", simple, properties(type)));
        }
        for (var type : section("outputTypes")) {
            var name = Name.ofType(type.getKey());
            var types = types(type.getValue().getAsJsonObject());
            write(name.module() + ".outputs", name.simple(), result(name.simple(), types));
        }
        for (var resource : section("resources")) {
            var name = Name.ofToken(resource.getKey());
            var parts = resource.getValue().getAsJsonObject();
            String simple = name.simple() + "Args";
            write(name.module(), simple, arguments("ResourceArgs", simple, parts.getAsJsonObject("inputs")));
            var types = types(parts.getAsJsonObject("outputs"));
            write(name.module(), name.simple(), resource(resource.getKey(), name.simple(), types));
        }
        Map<String, StringBuilder> functions = new TreeMap<>();
        for (var function : section("functions")) {
            var name = Name.ofToken(function.getKey());
            var parts = function.getValue().getAsJsonObject();
            String type = capital(name.simple());
            var inputs = parts.getAsJsonObject("inputs");
            write(name.module() + ".inputs", type + "Args", arguments("InvokeArgs", type + "Args", inputs));
            var types = types(parts.getAsJsonObject("outputs"));
            write(name.module() + ".outputs", type + "Result", result(type + "Result", types));
            functions
                    .computeIfAbsent(name.module(), _ -> new StringBuilder())
                    .append(function(function.getKey(), name, type));
        }
        for (var module : functions.entrySet()) {
            String type = module.getKey() + "Functions";
            write(module.getKey(), type, """
                    public final class %s {
                        private %s() {}
                    %s}
                    """.formatted(type, type, module.getValue()));
        }
    }

    private static String resource(String token, String type, Map<String, String> outputs) {
        var body = new StringBuilder();
        outputs.forEach((property, java) -> body.append("""
                    @Export(name = "%s", refs = {%s}, tree = "%s")
                    private Output<%s> %s;

                    public Output<%s> %s() {
                        return %s;
                    }

                """.formatted(property, refs(java), tree(java), java, property, java, property, property)));
        return """
                @ResourceType(type = "%s")
                public class %s extends com.pulumi.resources.CustomResource {
                %s    public %s(String name, %sArgs args, com.pulumi.resources.CustomResourceOptions options) {
                        super("%s", name, args, com.pulumi.oci.Provider.withVersion(options));
                    }
                }
                """.formatted(token, type, body, type, type, token);
    }

    private static String function(String token, Name name, String type) {
        String module = "com.pulumi.oci." + name.module();
        return """

                    public static Output<%s.outputs.%sResult> %s(
                            %s.inputs.%sArgs args, com.pulumi.deployment.InvokeOptions options) {
                        return com.pulumi.deployment.Deployment.getInstance()
                                .invoke("%s", com.pulumi.core.TypeShape.of(%s.outputs.%sResult.class), args, options);
                    }
                """.formatted(module, type, name.simple(), module, type, token, module, type);
    }

    private static String arguments(String superclass, String type, JsonObject properties) {
        var fields = new StringBuilder();
        var setters = new StringBuilder();
        for (var property : properties.entrySet()) {
            String name = property.getKey();
            var declared = property.getValue().getAsJsonObject();
            String java = java(declared.get("type").getAsString(), name, ".inputs.", "Args");
            String required = declared.get("required").getAsBoolean() ? ", required = true" : "";
            fields.append("""
                        @Import(name = "%s"%s)
                        private Output<%s> %s;

                    """.formatted(name, required, java, name));
            setters.append("""
                            public Builder %1$s(Output<%2$s> value) {
                                $.%1$s = value;
                                return this;
                            }

                            public Builder %1$s(%2$s value) {
                                return %1$s(Output.of(value));
                            }

                    """.formatted(name, java));
            if (java.startsWith("java.util.List<")) {
                setters.append("""
                                public Builder %s(%s... values) {
                                    return %s(java.util.List.of(values));
                                }

                        """.formatted(name, java.substring("java.util.List<".length(), java.length() - 1), name));
            }
        }
        return """
                public final class %s extends com.pulumi.resources.%s {
                %s    public static Builder builder() {
                        return new Builder();
                    }

                    public static final class Builder {
                        private final %s $ = new %s();

                %s        public %s build() {
                            return $;
                        }
                    }
                }
                """.formatted(type, superclass, fields, type, type, setters, type);
    }

    private static String result(String type, Map<String, String> properties) {
        var body = new StringBuilder();
        var setters = new StringBuilder();
        properties.forEach((name, java) -> {
            body.append("""
                        private %s %s;

                        public %s %s() {
                            return %s;
                        }

                    """.formatted(java, name, java, name, name));
            setters.append("""
                            @CustomType.Setter
                            public Builder %s(%s %s) {
                                $.%s = %s;
                                return this;
                            }

                    """.formatted(name, java, name, name, name));
        });
        return """
                @CustomType
                public final class %s {
                %s    private %s() {}

                    @CustomType.Builder
                    public static final class Builder {
                        private final %s $ = new %s();

                %s        public %s build() {
                            return $;
                        }
                    }
                }
                """.formatted(type, body, type, type, type, setters, type);
    }

    private void write(String module, String type, String body) throws IOException {
        Path file = target.resolve("com/pulumi/oci").resolve(module.replace('.', '/')).resolve(type + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                package com.pulumi.oci.%s;

                import com.pulumi.core.Output;
                import com.pulumi.core.annotations.CustomType;
                import com.pulumi.core.annotations.Export;
                import com.pulumi.core.annotations.Import;
                import com.pulumi.core.annotations.ResourceType;

                @SuppressWarnings("all")
                %s""".formatted(module, body));
    }

    private Iterable<Map.Entry<String, JsonElement>> section(String name) {
        return contract.getAsJsonObject(name).entrySet();
    }

    private static JsonObject properties(Map.Entry<String, JsonElement> type) {
        return type.getValue().getAsJsonObject();
    }

    /** Java's type of each output. Nested output types have it beside a required flag. */
    private static Map<String, String> types(JsonObject properties) {
        Map<String, String> types = new TreeMap<>();
        properties.entrySet().forEach(property -> {
            JsonElement type = property.getValue();
            JsonElement contract = type.isJsonObject() ? type.getAsJsonObject().get("type") : type;
            types.put(property.getKey(), java(contract.getAsString(), property.getKey(), ".outputs.", ""));
        });
        return types;
    }

    private static String java(String type, String property, String folder, String suffix) {
        if (type.endsWith("[]")) {
            return "java.util.List<" + java(type.substring(0, type.length() - 2), property, folder, suffix) + ">";
        }
        if (type.startsWith("map<")) {
            String values = java(type.substring(4, type.length() - 1), property, folder, suffix);
            return "java.util.Map<String, " + values + ">";
        }
        return switch (type) {
            case "string" -> "String";
            case "boolean" -> "Boolean";
            case "number" -> FRACTIONS.contains(property) ? "Double" : "Integer";
            default -> "com.pulumi.oci." + Name.ofType(type).module() + folder + Name.ofType(type).simple() + suffix;
        };
    }

    /** The classes in a generic type from the outside in, as the SDK's {@code @Export} takes them. */
    private static String refs(String java) {
        return java.replace(">", "")
                        .replace("<", ".class, ")
                        .replaceAll("Map\\.class, String, ", "Map.class, String.class, ")
                + ".class";
    }

    private static String tree(String java) {
        return java.startsWith("java.util.List<") ? "[0,1]" : java.startsWith("java.util.Map<") ? "[0,1,2]" : "[0]";
    }

    private static String capital(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }

    /** {@code Core} and {@code Vcn} of the token {@code oci:Core/vcn:Vcn} or of the type {@code Core.Vcn}. */
    private record Name(String module, String simple) {
        static Name ofToken(String token) {
            String module = token.substring(token.indexOf(':') + 1, token.indexOf('/'));
            return new Name(module, token.substring(token.lastIndexOf(':') + 1));
        }

        static Name ofType(String type) {
            return new Name(type.substring(0, type.indexOf('.')), type.substring(type.indexOf('.') + 1));
        }
    }
}
