// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.pixel.infra.settings.Settings;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OciAccountTest {
    private static Settings settings(String region) {
        return Settings.of(
                "pixel",
                Map.of(
                        "pixel:region", region,
                        "pixel:tenancyId", "ocid1.tenancy.oc1..aaaa",
                        "pixel:compartmentId", "ocid1.compartment.oc1..aaaa",
                        "pixel:protect", "false"),
                Set.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "us-ashburn-1",
                "eu-frankfurt-1",
                "ap-chuncheon-1",
                "us-gov-phoenix-1",
                "eu-dcc-milan-1",
                "ap-dcc-canberra-1",
                "me-dcc-doha-1"
            })
    void regions_of_every_realm_are_regions(String region) {
        Settings settings = settings(region);
        OciAccount account = OciAccount.from(settings);
        settings.finish();
        assertThat(account.region()).isEqualTo(region);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ashburn", "us-ashburn", "US-ASHBURN-1", "us--1", "us-a-b-c-1", "us-ashburn-1\n"})
    void anything_else_is_refused(String region) {
        Settings settings = settings(region);
        OciAccount.from(settings);
        assertThatThrownBy(settings::finish).hasMessageContaining("pixel:region");
    }
}
