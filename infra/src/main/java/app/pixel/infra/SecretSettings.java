// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import app.pixel.infra.settings.Secret;
import app.pixel.infra.settings.Settings;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Secrets that a stack may set, and that are made up where it does not.
 *
 * @param turn one or more lines: the first signs TURN credentials, all are accepted, so that one can follow the other
 * @param session signs visitors' session cookies
 * @param grafana the password of Grafana's administrator
 */
record SecretSettings(Optional<Secret> turn, Optional<Secret> session, Optional<Secret> grafana) {
    /** Characters that mean nothing to coturn, a URL or YAML. */
    private static final Pattern LINES = Pattern.compile("[A-Za-z0-9._-]{16,}(\\s+[A-Za-z0-9._-]{16,})*\\s*");

    SecretSettings {
        turn.filter(given -> !LINES.matcher(given.value()).matches()).ifPresent(given -> {
            throw new IllegalArgumentException("pixel:turnSecret is [secret], but must be lines of at least 16 letters,"
                    + " digits, dots, dashes or underscores.");
        });
    }

    static SecretSettings from(Settings settings) {
        return new SecretSettings(
                settings.optionalSecret("turnSecret"),
                settings.optionalSecret("sessionSecret"),
                settings.optionalSecret("grafanaPassword"));
    }
}
