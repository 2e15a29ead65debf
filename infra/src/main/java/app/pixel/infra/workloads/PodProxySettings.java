// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import app.pixel.infra.settings.Secret;
import app.pixel.infra.settings.Settings;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The way for operators to single pods.
 *
 * @param users lines of htpasswd, which the edge checks
 */
record PodProxySettings(String pathPrefix, Secret users) {

    private static final Pattern USERS = Pattern.compile("([^:\\s]+:\\S+\\s*)+");

    PodProxySettings {
        if (!USERS.matcher(users.value()).matches()) {
            throw new IllegalArgumentException(
                    "pixel:podProxyUsers is [secret], but must be lines of htpasswd, NAME:HASH.");
        }
    }

    static Optional<PodProxySettings> from(Settings settings) {
        boolean wanted = settings.flag("podProxy");
        String prefix = settings.matching("podProxyPrefix", EdgeSettings.PATH_PREFIX, "a path such as /proxy");
        Optional<Secret> users = settings.optionalSecret("podProxyUsers");
        if (wanted && users.isEmpty()) {
            throw new IllegalArgumentException("pixel:podProxy is true, but has no users: set pixel:podProxyUsers"
                    + " to lines of htpasswd (pulumi config set --secret pixel:podProxyUsers).");
        }
        return users.filter(_ -> wanted).map(given -> new PodProxySettings(prefix, given));
    }
}
