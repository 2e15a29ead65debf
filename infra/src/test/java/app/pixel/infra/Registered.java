// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import pulumirpc.Resource.RegisterResourceRequest;

/** One resource as the program sent it to the engine, and the name that the engine gave it. */
public record Registered(String urn, RegisterResourceRequest request) {
    private static final String SIGNATURE = "4dabf18193072939515e22adb298388d";
    private static final String SECRET = "1b47061264138c4ac30d75fd1eb44270";

    public String type() {
        return request.getType();
    }

    public String name() {
        return request.getName();
    }

    /** The logical name of the resource above, "" for the stack. */
    public String parent() {
        return nameIn(request.getParent());
    }

    /** The type of the resource above, "" for the stack. */
    public String parentType() {
        String[] parts = request.getParent().split("::", -1);
        String type = parts.length > 2 ? parts[2].substring(parts[2].lastIndexOf('$') + 1) : "";
        return type.equals("pulumi:pulumi:Stack") ? "" : type;
    }

    /** The logical name of the provider, "" when the engine would choose the default one. */
    public String provider() {
        String reference = request.getProvider();
        return reference.isEmpty() ? "" : nameIn(reference.substring(0, reference.lastIndexOf("::")));
    }

    public String providerType() {
        return request.getProvider().replaceFirst(".*[:$](pulumi:providers:\\w+)::.*", "$1");
    }

    /** Names of what the engine must have made before it makes this, as it calls them. */
    Set<String> directlyAfter() {
        Set<String> before = new HashSet<>(request.getDependenciesList());
        String provider = request.getProvider();
        if (!provider.isEmpty()) {
            before.add(provider.substring(0, provider.lastIndexOf("::")));
        }
        return before;
    }

    /** The namespace of a Kubernetes object, "" for what is in none. */
    public String namespace() {
        JsonObject inputs = inputs();
        JsonObject metadata = inputs.has("metadata") ? inputs.getAsJsonObject("metadata") : new JsonObject();
        return metadata.has("namespace") ? metadata.get("namespace").getAsString() : "";
    }

    /** The pod that a workload makes. */
    public JsonObject pod() {
        return input("spec.template.spec").getAsJsonObject();
    }

    /** Logical names of what must exist before, stated or by an input that comes from it. */
    public Set<String> dependencies() {
        return request.getDependenciesList().stream()
                .map(Registered::nameIn)
                .collect(java.util.stream.Collectors.toSet());
    }

    public boolean isProtected() {
        return request.getProtect();
    }

    public List<String> ignoredChanges() {
        return List.copyOf(request.getIgnoreChangesList());
    }

    /** The inputs with secrets unwrapped. */
    public JsonObject inputs() {
        return unwrapped(sent()).getAsJsonObject();
    }

    /** The inputs as they went over the wire, secrets in their envelope. */
    public JsonObject sent() {
        try {
            return JsonParser.parseString(JsonFormat.printer().print(request.getObject()))
                    .getAsJsonObject();
        } catch (InvalidProtocolBufferException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The input at a path such as {@code spec.replicas}, secrets unwrapped; fails when there is none. */
    public JsonElement input(String path) {
        return at(inputs(), path);
    }

    public String text(String path) {
        return input(path).getAsString();
    }

    public boolean isSecret(String path) {
        return isSecret(at(sent(), path));
    }

    public static boolean isSecret(JsonElement sent) {
        return sent instanceof JsonObject object
                && object.has(SIGNATURE)
                && SECRET.equals(object.get(SIGNATURE).getAsString());
    }

    private JsonElement at(JsonObject root, String path) {
        JsonElement here = root;
        for (String step : path.split("\\.", -1)) {
            if (isSecret(here)) {
                here = here.getAsJsonObject().get("value");
            }
            JsonElement next = switch (here) {
                case JsonObject object -> object.get(step);
                case com.google.gson.JsonArray array -> array.get(Integer.parseInt(step));
                default -> null;
            };
            if (next == null) {
                throw new AssertionError("%s %s has no input %s: %s".formatted(type(), name(), path, root));
            }
            here = next;
        }
        return here;
    }

    private static JsonElement unwrapped(JsonElement sent) {
        return switch (sent) {
            case JsonObject object when isSecret(object) -> unwrapped(object.get("value"));
            case JsonObject object -> {
                var result = new JsonObject();
                object.entrySet().forEach(entry -> result.add(entry.getKey(), unwrapped(entry.getValue())));
                yield result;
            }
            case com.google.gson.JsonArray array -> {
                var result = new com.google.gson.JsonArray();
                array.forEach(element -> result.add(unwrapped(element)));
                yield result;
            }
            default -> sent;
        };
    }

    private static String nameIn(String urn) {
        return urn.isEmpty() ? "" : urn.substring(urn.lastIndexOf("::") + 2);
    }

    @Override
    public String toString() {
        return type() + " " + name();
    }
}
