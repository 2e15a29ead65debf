// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.images;

import app.pixel.infra.network.OciAccount;
import app.pixel.infra.settings.Settings;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The settings of a stack that makes image repositories and nothing else: {@code pixel:cluster} is {@code registry}.
 *
 * @param repositories their names, without registry and namespace
 */
public record ImageRegistrySettings(OciAccount account, List<String> repositories) {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]+([._/-][a-z0-9]+)*");

    public ImageRegistrySettings {
        repositories = List.copyOf(repositories);
        if (repositories.isEmpty()) {
            throw new IllegalArgumentException(
                    "pixel:ociRepositories is [], but a registry needs at least one repository, such as pixel.");
        }
        if (new HashSet<>(repositories).size() < repositories.size()) {
            throw new IllegalArgumentException(
                    "pixel:ociRepositories is %s, but must name each repository once.".formatted(repositories));
        }
    }

    /** True for a stack of this kind. */
    public static boolean chosen(Settings settings) {
        return settings.optionalString("cluster").filter("registry"::equals).isPresent();
    }

    /**
     * Reads and judges the stack. The platform's settings still have their defaults; a registry ignores them.
     *
     * @throws app.pixel.infra.settings.InvalidSettings with one sentence for each setting that is not allowed
     */
    public static ImageRegistrySettings from(Settings settings) {
        settings.ignoreAll();
        Optional<OciAccount> account = settings.section(OciAccount::from);
        Optional<List<String>> names = settings.section(ImageRegistrySettings::names);
        Optional<ImageRegistrySettings> registry = account.flatMap(
                owner -> names.flatMap(all -> settings.section(_ -> new ImageRegistrySettings(owner, all))));
        settings.finish();
        return registry.orElseThrow();
    }

    private static List<String> names(Settings settings) {
        List<String> names = settings.strings("ociRepositories");
        return names.stream().allMatch(name -> NAME.matcher(name).matches())
                ? names
                : settings.refuse(
                        "ociRepositories", "a list of names in small letters and digits, such as pixel", List.of());
    }
}
