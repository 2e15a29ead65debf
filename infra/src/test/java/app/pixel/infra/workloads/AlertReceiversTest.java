// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.workloads;

import static org.assertj.core.api.Assertions.assertThat;

import app.pixel.infra.Registered;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Alertmanager's configuration, as its chart gets it. */
class AlertReceiversTest {

    private static final String SLACK = "{\"slackUrl\":\"https://hooks.slack.com/hush\"}";

    @Test
    void without_a_receiver_the_chart_keeps_its_own_configuration() {
        assertThat(prometheus("{}").getAsJsonObject("alertmanager").has("config"))
                .isFalse();
    }

    @Test
    void an_alert_goes_to_every_receiver() {
        JsonObject operators = receivers("""
                {"email": {"to": "ops@example.com", "from": "pixel@example.com", "smarthost": "smtp.example.com:587"},
                 "webhookUrl": "https://hooks.example.com/x", "slackUrl": "https://hooks.slack.com/y",
                 "pagerDutyKey": "z"}""").get(1).getAsJsonObject();
        assertThat(operators.keySet())
                .containsExactlyInAnyOrder(
                        "name", "email_configs", "webhook_configs", "slack_configs", "pagerduty_configs");
    }

    @Test
    void alerts_are_routed_to_a_receiver_that_there_is() {
        JsonObject config = config(SLACK);
        assertThat(config.getAsJsonArray("receivers"))
                .extracting(receiver -> receiver.getAsJsonObject().get("name").getAsString())
                .contains(config.getAsJsonObject("route").get("receiver").getAsString(), "null");
    }

    @Test
    void the_alert_that_always_fires_is_sent_to_no_receiver() {
        assertThat(config(SLACK).getAsJsonObject("route").get("routes").toString())
                .isEqualTo("[{\"matchers\":[\"alertname = \\\"Watchdog\\\"\"],\"receiver\":\"null\"}]");
    }

    @Test
    void a_url_in_plain_text_is_refused() {
        assertThat(PlatformFixture.refusalsInPlainText(Map.of("alertReceivers", SLACK)))
                .containsExactly("pixel:alertReceivers.slackUrl is in plain text in the stack's file, but must be"
                        + " encrypted: pulumi config set --secret --path 'pixel:alertReceivers.slackUrl'.");
    }

    @Test
    void a_user_without_a_password_is_refused() {
        assertThat(PlatformFixture.refusals(Map.of("alertReceivers", """
                {"email": {"to": "ops@example.com", "from": "pixel@example.com", "smarthost": "smtp.example.com:587",
                           "user": "pixel"}}""")))
                .containsExactly("pixel:alertReceivers.email.user and pixel:alertReceivers.email.password belong"
                        + " together: set both or none.");
    }

    private static JsonArray receivers(String setting) {
        return config(setting).getAsJsonArray("receivers");
    }

    private static JsonObject config(String setting) {
        return prometheus(setting).getAsJsonObject("alertmanager").getAsJsonObject("config");
    }

    private static JsonObject prometheus(String setting) {
        Registered release = PlatformFixture.onOke(Map.of("alertReceivers", setting))
                .the("kubernetes:helm.sh/v3:Release", "kube-prometheus-stack");
        JsonElement values = release.input("values");
        return values.getAsJsonObject();
    }
}
