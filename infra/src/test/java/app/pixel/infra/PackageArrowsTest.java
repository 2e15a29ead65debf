// SPDX-License-Identifier: Apache-2.0
package app.pixel.infra;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The arrows between the program's packages: each knows those before it in one order, and none after it. */
class PackageArrowsTest {

    private static final String ROOT = "app.pixel.infra.";

    /** From what knows nothing of the platform to its table of contents. */
    private static final List<String> ORDER =
            List.of("settings", "objects", "network", "cluster", "releases", "workloads");

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("app.pixel.infra");

    @Test
    void a_package_knows_none_that_comes_after_it() {
        for (int place = 0; place < ORDER.size(); place++) {
            List<String> later = new ArrayList<>(List.of("app.pixel.infra", ROOT + "plan"));
            ORDER.subList(place + 1, ORDER.size()).forEach(name -> later.add(ROOT + name));
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ORDER.get(place))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(later.toArray(String[]::new))
                    .check(PROGRAM);
        }
    }

    @Test
    void packages_are_free_of_cycles() {
        slices().matching("app.pixel.infra.(*)..").should().beFreeOfCycles().check(PROGRAM);
    }

    @Test
    void the_cloud_is_declared_in_its_own_packages() {
        noClasses()
                .that()
                .resideInAnyPackage(ROOT + "settings", ROOT + "objects", ROOT + "releases", ROOT + "workloads")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.pulumi.oci..")
                .check(PROGRAM);
    }
}
