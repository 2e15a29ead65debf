// SPDX-License-Identifier: Apache-2.0
package app.pixel.web;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Flag, else environment, else default: {@code --player-port} is also {@code PIXEL_PLAYER_PORT}. */
public record EnvironmentDefaults(Map<String, String> environment) implements IDefaultValueProvider {

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option ? environment.get(variableOf(option.longestName())) : null;
    }

    static String variableOf(String flag) {
        return "PIXEL_" + flag.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
