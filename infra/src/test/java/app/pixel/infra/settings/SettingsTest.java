// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private enum Sharing {
        EXCLUSIVE,
        TIME_SLICING
    }

    @Test
    void each_kind_of_value_is_read() {
        var settings = Settings.of(
                "pixel",
                Map.of(
                        "pixel:host", "play.example.com",
                        "pixel:pool", "{\"min\":3,\"ratio\":0.9,\"shape\":\"VM.Standard.E4.Flex\"}",
                        "pixel:on", "true",
                        "pixel:vcn", "10.26.0.0/16",
                        "pixel:grace", "10m",
                        "pixel:sharing", "timeSlicing",
                        "pixel:office", "[\"192.0.2.0/24\"]",
                        "pixel:secrets", "{\"turn\":\"s3cret\"}",
                        "oci:region", "us-ashburn-1"),
                Set.of("pixel:secrets"));
        assertThat(settings.hostname("host")).isEqualTo("play.example.com");
        assertThat(settings.object("pool").integer("min", 1, 10)).isEqualTo(3);
        assertThat(settings.object("pool").decimal("ratio", 0, 1)).isEqualTo(0.9);
        assertThat(settings.object("pool").string("shape")).isEqualTo("VM.Standard.E4.Flex");
        assertThat(settings.flag("on")).isTrue();
        assertThat(settings.cidr("vcn")).isEqualTo(Cidr.of("10.26.0.0/16"));
        assertThat(settings.duration("grace", Duration.ofSeconds(1), Duration.ofHours(1)))
                .isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.choice("sharing", Sharing.class)).isEqualTo(Sharing.TIME_SLICING);
        assertThat(settings.cidrs("office")).containsExactly(Cidr.of("192.0.2.0/24"));
        assertThat(settings.object("secrets").optionalSecret("turn")).contains(new Secret("s3cret"));
        settings.finish();
    }

    @Test
    void every_refusal_is_told_at_once_without_secrets() {
        var refused = refusals(
                Map.of("pixel:size", "-1", "pixel:host", "Not a host", "pixel:token", "hush", "pixel:objekt", "7"),
                Set.of("pixel:token"),
                settings -> {
                    settings.integer("size", 0, 9);
                    settings.hostname("host");
                    settings.hostname("token");
                    settings.object("object");
                    settings.cidr("vcn");
                });
        assertThat(refused)
                .containsExactly(
                        "pixel:size is \"-1\", but must be a whole number from 0 to 9.",
                        "pixel:host is \"Not a host\", but must be a host name in lower case such as play.example.com.",
                        "pixel:token is [secret], but must be a host name in lower case such as play.example.com.",
                        "pixel:vcn is not set, but must be an IPv4 block such as 10.26.0.0/16, with no address bits"
                                + " behind the prefix.",
                        "pixel:objekt is not a setting: did you mean pixel:object?");
    }

    @Test
    void a_secret_in_plain_text_is_refused_without_showing_it() {
        assertThat(refusals(
                        Map.of("pixel:secrets", "{\"turn\":\"plain\"}"),
                        Set.of(),
                        settings -> settings.object("secrets").optionalSecret("turn")))
                .containsExactly("pixel:secrets.turn is in plain text in the stack's file, but must be encrypted:"
                        + " pulumi config set --secret --path 'pixel:secrets.turn'.");
    }

    @Test
    void unknown_settings_inside_objects_are_refused_too() {
        assertThat(refusals(
                        Map.of("pixel:pool", "{\"maxx\":3}", "pixel:colour", "red"),
                        Set.of(),
                        settings -> settings.object("pool").optionalString("max")))
                .containsExactlyInAnyOrder(
                        "pixel:pool.maxx is not a setting: did you mean pixel:pool.max?",
                        "pixel:colour is not a setting: Pulumi.yaml lists the settings there are.");
    }

    @Test
    void a_refusal_of_a_stand_in_is_dropped() {
        assertThat(refusals(
                        Map.of("pixel:min", "many", "pixel:max", "0"),
                        Set.of(),
                        settings -> settings.section(section -> {
                            section.integer("min", 1, 10);
                            section.integer("max", 0, 10);
                            throw new IllegalArgumentException("min is above max");
                        })))
                .containsExactly("pixel:min is \"many\", but must be a whole number from 1 to 10.");
    }

    @Test
    void a_sections_own_refusal_is_kept() {
        assertThat(refusals(
                        Map.of(),
                        Set.of(),
                        settings -> settings.section(_ -> {
                            throw new IllegalArgumentException("pixel:pool is empty.");
                        })))
                .containsExactly("pixel:pool is empty.");
    }

    @Test
    void settings_that_a_section_did_not_come_to_are_not_called_unknown() {
        assertThat(refusals(
                        Map.of("pixel:first", "1", "pixel:second", "2"),
                        Set.of(),
                        settings -> settings.section(section -> {
                            section.integer("first", 1, 10);
                            throw new IllegalArgumentException("pixel:first is odd.");
                        })))
                .containsExactly("pixel:first is odd.");
    }

    private static List<String> refusals(
            Map<String, String> values, Set<String> secretKeys, Consumer<Settings> reading) {
        var settings = Settings.of("pixel", values, secretKeys);
        reading.accept(settings);
        return catchThrowableOfType(InvalidSettings.class, settings::finish).sentences();
    }
}
