// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import app.pixel.infra.images.ImageRegistry;
import app.pixel.infra.images.ImageRegistrySettings;
import app.pixel.infra.settings.InvalidSettings;
import app.pixel.infra.settings.Settings;
import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.resources.ComponentResourceOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The program that {@code pulumi up} and {@code ./pixel plan} start. */
public final class App {
    private App() {}

    public static void main(String[] arguments) {
        // Since JDK 25 CompletableFuture runs on the common pool, even where that has one thread or none. The SDK
        // waits for its own tasks by queueing itself again (pulumi-java issue 2270): one core spins, and nothing is
        // planned. Four threads cure it.
        System.setProperty("java.util.concurrent.ForkJoinPool.common.parallelism", "4");
        Map<String, String> environment = System.getenv();
        Pulumi.run(context -> declare(context, environment));
    }

    /** A stack that is refused declares nothing; each sentence is an error, which ends the program with exit code 1. */
    static void declare(Context context, Map<String, String> environment) {
        try {
            Settings settings = settings(context.projectName(), environment);
            if (ImageRegistrySettings.chosen(settings)) {
                var registry = ImageRegistrySettings.from(settings);
                new ImageRegistry("pixel-" + context.stackName(), registry)
                        .outputs()
                        .forEach(context::export);
                return;
            }
            var config = StackConfig.from(settings);
            settings.warnings().forEach(context.log()::warn);
            config.notices().forEach(context.log()::warn);
            new PlatformParts("pixel-" + context.stackName(), config, ComponentResourceOptions.Empty)
                    .outputs()
                    .forEach(context::export);
        } catch (InvalidSettings refused) {
            refused.sentences().forEach(context.log()::error);
        }
    }

    /**
     * Refusing unknown settings needs all keys. The SDK's Config gives one at a time; the engine leaves all of them
     * here.
     */
    private static Settings settings(String project, Map<String, String> environment) {
        var gson = new Gson();
        Map<String, String> configuration =
                gson.fromJson(environment.getOrDefault("PULUMI_CONFIG", "{}"), new TypeToken<Map<String, String>>() {});
        List<String> secretKeys = gson.fromJson(
                environment.getOrDefault("PULUMI_CONFIG_SECRET_KEYS", "[]"), new TypeToken<List<String>>() {});
        return Settings.of(project, configuration, Set.copyOf(secretKeys));
    }
}
