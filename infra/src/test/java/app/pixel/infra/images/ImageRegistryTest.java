// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import app.pixel.infra.RecordedStack;
import app.pixel.infra.Registered;
import app.pixel.infra.settings.InvalidSettings;
import app.pixel.infra.settings.Settings;
import com.pulumi.test.PulumiTest;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageRegistryTest {
    private static Settings settings(Map<String, String> changes) {
        Map<String, String> values = new HashMap<>(Map.of(
                "cluster", "registry",
                "region", "us-ashburn-1",
                "tenancyId", "ocid1.tenancy.oc1..aaaa",
                "compartmentId", "ocid1.compartment.oc1..aaaa",
                "protect", "true",
                "streamer", "unreal",
                "ociRepositories", "[\"pixel\",\"unreal\"]"));
        values.putAll(changes);
        Map<String, String> configuration = new HashMap<>();
        values.forEach((name, value) -> configuration.put("pixel:" + name, value));
        return Settings.of("pixel", configuration, Set.of());
    }

    private static RecordedStack declared() {
        var settings = ImageRegistrySettings.from(settings(Map.of()));
        return RecordedStack.of(context ->
                new ImageRegistry("pixel-registry", settings).outputs().forEach(context::export));
    }

    @Test
    void it_makes_each_repository_in_the_stacks_compartment() {
        assertThat(declared().ofType("oci:Artifacts/containerRepository:ContainerRepository"))
                .allSatisfy(repository -> {
                    assertThat(repository.text("compartmentId")).isEqualTo("ocid1.compartment.oc1..aaaa");
                    assertThat(repository.input("isPublic").getAsBoolean()).isFalse();
                    assertThat(repository.isProtected()).isTrue();
                })
                .extracting(Registered::name)
                .containsExactlyInAnyOrder("pixel", "unreal");
    }

    @Test
    void it_makes_nothing_else() {
        assertThat(declared().resources())
                .extracting(Registered::type)
                .containsOnly(
                        "pulumi:pulumi:Stack",
                        "pulumi:providers:oci",
                        "pixel:oci:ImageRegistry",
                        "oci:Artifacts/containerRepository:ContainerRepository");
    }

    @Test
    void it_tells_where_to_push() {
        assertThat(PulumiTest.extractValue(declared().result().output("repositories")))
                .isEqualTo(Map.of(
                        "pixel", "iad.ocir.io/tenancy-namespace/pixel",
                        "unreal", "iad.ocir.io/tenancy-namespace/unreal"));
    }

    @Test
    void only_a_stack_that_says_registry_is_one() {
        assertThat(ImageRegistrySettings.chosen(settings(Map.of()))).isTrue();
        assertThat(ImageRegistrySettings.chosen(settings(Map.of("cluster", "oke"))))
                .isFalse();
    }

    @Test
    void a_name_that_ocir_does_not_take_is_refused() {
        assertThatThrownBy(() -> ImageRegistrySettings.from(settings(Map.of("ociRepositories", "[\"Pixel Game\"]"))))
                .isInstanceOf(InvalidSettings.class)
                .hasMessage("pixel:ociRepositories is [\"Pixel Game\"], but must be a list of names in small letters"
                        + " and digits, such as pixel.");
    }

    @Test
    void a_registry_without_repositories_is_refused() {
        assertThatThrownBy(() -> ImageRegistrySettings.from(settings(Map.of("ociRepositories", "[]"))))
                .hasMessageContaining("at least one repository");
    }

    @Test
    void a_repository_that_is_named_twice_is_refused() {
        assertThatThrownBy(
                        () -> ImageRegistrySettings.from(settings(Map.of("ociRepositories", "[\"pixel\",\"pixel\"]"))))
                .hasMessageContaining("must name each repository once");
    }
}
