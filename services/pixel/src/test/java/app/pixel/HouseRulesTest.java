// SPDX-License-Identifier: Apache-2.0
package app.pixel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between packages, as the package story draws them. */
class HouseRulesTest {

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("app.pixel");

    @Test
    void a_service_package_knows_web_alone_but_for_the_matchmakers_admission() {
        for (String service : new String[] {"signalling", "matchmaker", "turn", "podproxy", "player"}) {
            String admission = service.equals("matchmaker") ? "app.pixel.admission" : "app.pixel." + service;
            classes()
                    .that()
                    .resideInAPackage("app.pixel." + service + "..")
                    .should()
                    .onlyDependOnClassesThat(
                            DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("app.pixel.."))
                                    .or(JavaClass.Predicates.resideInAnyPackage(
                                            "app.pixel." + service + "..", admission, "app.pixel.web")))
                    .allowEmptyShould(false)
                    .check(PRODUCT);
        }
    }

    @Test
    void web_knows_no_service() {
        noClasses()
                .that()
                .resideInAPackage("app.pixel.web")
                .should()
                .dependOnClassesThat(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage("app.pixel.web"))
                        .and(JavaClass.Predicates.resideInAPackage("app.pixel..")))
                .check(PRODUCT);
    }

    @Test
    void packages_are_free_of_cycles() {
        slices().matching("app.pixel.(*)..").should().beFreeOfCycles().check(PRODUCT);
        slices().matching("app.pixel.(**)").should().beFreeOfCycles().check(PRODUCT);
    }

    @Test
    void a_service_shows_only_its_command() {
        classes()
                .that()
                .resideInAnyPackage(
                        "app.pixel.signalling",
                        "app.pixel.matchmaker",
                        "app.pixel.turn",
                        "app.pixel.podproxy",
                        "app.pixel.player")
                .and()
                .arePublic()
                // A record nested in a sealed interface is public by the language, and hidden with the interface.
                .and()
                .areTopLevelClasses()
                .should()
                .haveSimpleNameEndingWith("Command")
                .allowEmptyShould(false)
                .check(PRODUCT);
    }
}
