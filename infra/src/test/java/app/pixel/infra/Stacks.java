// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import app.pixel.infra.plan.StackFiles;
import app.pixel.infra.settings.Settings;
import com.pulumi.resources.ComponentResourceOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The committed stacks, as they are or with some settings changed. */
final class Stacks {
    private Stacks() {}

    /** Changes by the setting's name. */
    static Settings settings(String stack, Map<String, String> changes) {
        return settings(stack, changes, Map.of());
    }

    private static Settings settings(String stack, Map<String, String> changes, Map<String, String> secrets) {
        try {
            var files = StackFiles.read(Path.of(".."), stack);
            Map<String, String> values = new TreeMap<>(files.values());
            changes.forEach((key, value) -> values.put("pixel:" + key, value));
            Set<String> secretKeys = new HashSet<>(files.secretKeys());
            secrets.forEach((key, value) -> {
                values.put("pixel:" + key, value);
                secretKeys.add("pixel:" + key);
            });
            return Settings.of("pixel", values, secretKeys);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static RecordedStack declared(String stack, Map<String, String> changes) {
        return declared(stack, changes, Map.of());
    }

    /** The secrets are set as if they were encrypted in the stack's file. */
    static RecordedStack declared(String stack, Map<String, String> changes, Map<String, String> secrets) {
        var config = StackConfig.from(settings(stack, changes, secrets));
        return RecordedStack.of(context -> new PlatformParts("pixel-" + stack, config, ComponentResourceOptions.Empty)
                .outputs()
                .forEach(context::export));
    }
}
