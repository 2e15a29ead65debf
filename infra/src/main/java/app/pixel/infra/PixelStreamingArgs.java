// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import app.pixel.infra.plan.StackFiles;
import app.pixel.infra.settings.Settings;
import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The settings of a {@link PixelStreaming}: those of {@code infra/README.md}, by the same names and with the same
 * defaults. A setting that is unknown or not allowed is refused with a sentence when the component is made.
 */
public final class PixelStreamingArgs {
    private static final String PROJECT = "pixel";

    private final Map<String, String> settings;
    private final Set<String> secrets;

    private PixelStreamingArgs(Builder builder) {
        this.settings = Map.copyOf(builder.settings);
        this.secrets = Set.copyOf(builder.secrets);
    }

    public static Builder builder() {
        return new Builder();
    }

    StackConfig config() {
        Map<String, String> values = new TreeMap<>(defaults());
        values.putAll(settings);
        return StackConfig.from(Settings.of(PROJECT, values, secrets));
    }

    /** The project's file, as it was when this jar was built. */
    private static Map<String, String> defaults() {
        try (InputStream project =
                Objects.requireNonNull(PixelStreamingArgs.class.getResourceAsStream("project/Pulumi.yaml"))) {
            return StackFiles.defaults(project);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Collects settings; the last value of a name counts. */
    public static final class Builder {
        private final Map<String, String> settings = new TreeMap<>();
        private final Set<String> secrets = new HashSet<>();

        private Builder() {}

        /**
         * Sets one.
         *
         * @param value a text, a number, true or false, or a list or map of these
         */
        public Builder set(String name, Object value) {
            settings.put(key(name), value instanceof String text ? text : new Gson().toJson(value));
            return this;
        }

        /** Sets one that must not be read in a state or a log, such as {@code registryToken}. */
        public Builder setSecret(String name, String value) {
            settings.put(key(name), value);
            secrets.add(key(name));
            return this;
        }

        public PixelStreamingArgs build() {
            return new PixelStreamingArgs(this);
        }

        private static String key(String name) {
            return PROJECT + ":" + name;
        }
    }
}
