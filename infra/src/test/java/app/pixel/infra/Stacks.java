// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import app.pixel.infra.plan.StackFiles;
import app.pixel.infra.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The committed stacks, as they are or with some settings changed. */
final class Stacks {
    private Stacks() {}

    /** Changes by the setting's name. */
    static Settings settings(String stack, Map<String, String> changes) {
        try {
            var files = StackFiles.read(Path.of(".."), stack);
            Map<String, String> values = new TreeMap<>(files.values());
            changes.forEach((key, value) -> values.put("pixel:" + key, value));
            return Settings.of("pixel", values, files.secretKeys());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static RecordedStack declared(String stack, Map<String, String> changes) {
        var config = StackConfig.from(settings(stack, changes));
        return RecordedStack.of(
                context -> new PixelStreaming(stack, config).outputs().forEach(context::export));
    }
}
