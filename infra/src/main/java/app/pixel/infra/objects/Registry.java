// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.objects;

import app.pixel.infra.settings.Secret;
import app.pixel.infra.settings.Settings;
import com.google.gson.Gson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A container registry that wants to know who pulls; on OCIR the user is {@code <tenancy namespace>/<user>}. */
public record Registry(String server, String user, Secret token) {

    /** Three settings with one beginning, all or none of them. */
    public static Optional<Registry> from(Settings settings, String prefix) {
        Optional<String> server = settings.optionalString(prefix + "Server");
        Optional<String> user = settings.optionalString(prefix + "User");
        Optional<Secret> token = settings.optionalSecret(prefix + "Token");
        if (server.isPresent() && user.isPresent() && token.isPresent()) {
            return Optional.of(new Registry(server.get(), user.get(), token.get()));
        }
        if (server.isPresent() || user.isPresent() || token.isPresent()) {
            throw new IllegalArgumentException(
                    "pixel:%1$sServer, pixel:%1$sUser and pixel:%1$sToken belong together:".formatted(prefix)
                            + " set all three or none.");
        }
        return Optional.empty();
    }

    /** The content of a {@code kubernetes.io/dockerconfigjson} Secret. */
    public static String dockerConfig(List<Registry> registries) {
        Map<String, Map<String, String>> logins = new LinkedHashMap<>();
        for (Registry registry : registries) {
            String login = registry.user() + ":" + registry.token().value();
            logins.put(
                    registry.server(),
                    Map.of("auth", Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8))));
        }
        return new Gson().toJson(Map.of("auths", logins));
    }
}
