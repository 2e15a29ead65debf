// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.releases;

import app.pixel.infra.settings.Secret;
import app.pixel.infra.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The receivers of alerts. Alertmanager sends each alert to all of them; without any, alerts are only shown.
 *
 * @param webhookUrl may hold a token, so it is secret, as {@code slackUrl} is
 */
record AlertReceivers(
        Optional<Email> email, Optional<Secret> webhookUrl, Optional<Secret> slackUrl, Optional<Secret> pagerDutyKey) {

    private static final Pattern ADDRESS = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Pattern SMARTHOST = Pattern.compile("[A-Za-z0-9.-]+:\\d{1,5}");

    /** The name of the one receiver that alerts are routed to. */
    private static final String OPERATORS = "operators";

    /** A mailbox, and the server that takes mail for it. */
    record Email(String to, String from, String smarthost, Optional<String> user, Optional<Secret> password) {

        Email {
            if (user.isPresent() != password.isPresent()) {
                throw new IllegalArgumentException(
                        "pixel:alertReceivers.email.user and pixel:alertReceivers.email.password"
                                + " belong together: set both or none.");
            }
        }

        private static Email from(Settings settings) {
            return new Email(
                    settings.matching("to", ADDRESS, "an address such as ops@example.com"),
                    settings.matching("from", ADDRESS, "an address such as pixel@example.com"),
                    settings.matching(
                            "smarthost", SMARTHOST, "a mail server and its port such as smtp.example.com:587"),
                    settings.optionalString("user"),
                    settings.optionalSecret("password"));
        }

        private Map<String, Object> configuration() {
            Map<String, Object> configuration =
                    new LinkedHashMap<>(Map.of("to", to, "from", from, "smarthost", smarthost, "send_resolved", true));
            user.ifPresent(name -> configuration.put("auth_username", name));
            password.ifPresent(secret -> configuration.put("auth_password", secret.output()));
            return configuration;
        }
    }

    static AlertReceivers from(Settings settings) {
        Settings receivers = settings.object("alertReceivers");
        Settings email = receivers.object("email");
        return new AlertReceivers(
                email.isEmpty() ? Optional.empty() : Optional.of(Email.from(email)),
                receivers.optionalSecret("webhookUrl"),
                receivers.optionalSecret("slackUrl"),
                receivers.optionalSecret("pagerDutyKey"));
    }

    /** Alertmanager's configuration in the values of its chart; empty when there is no receiver. */
    Map<String, Object> values() {
        Map<String, Object> operators = new LinkedHashMap<>();
        email.ifPresent(mail -> operators.put("email_configs", List.of(mail.configuration())));
        webhookUrl.ifPresent(url -> operators.put("webhook_configs", sending("url", url)));
        // An incoming webhook of Slack has its channel already.
        slackUrl.ifPresent(url -> operators.put("slack_configs", sending("api_url", url)));
        pagerDutyKey.ifPresent(key -> operators.put("pagerduty_configs", sending("routing_key", key)));
        if (operators.isEmpty()) {
            return Map.of();
        }
        operators.put("name", OPERATORS);
        List<Map<String, Object>> all = new ArrayList<>(List.of(Map.of("name", "null"), operators));
        return Map.of(
                "alertmanager",
                Map.of(
                        "config",
                        Map.of("receivers", all, "route", Map.of("receiver", OPERATORS, "routes", silenced()))));
    }

    private static List<Map<String, Object>> sending(String key, Secret value) {
        return List.of(Map.of(key, value.output(), "send_resolved", true));
    }

    /** An alert that always fires shows that alerts work, and reports nothing. */
    private static List<Map<String, Object>> silenced() {
        return List.of(Map.of("receiver", "null", "matchers", List.of("alertname = \"Watchdog\"")));
    }
}
