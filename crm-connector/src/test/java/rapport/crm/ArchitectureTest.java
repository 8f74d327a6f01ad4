package rapport.crm;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules between packages, and the proof that each can fail: below {@code rapport.crm.planted} stand classes that break
 * them, one each.
 */
class ArchitectureTest {
    private static final String PLANTED = "rapport.crm.planted.";

    private static final Map<String, Rule> RULES = new LinkedHashMap<>();

    /** A rule as it holds for the product, written for a root so that it can be tried on the planted classes too. */
    private interface Rule {
        ArchRule under(String root);
    }

    static {
        RULES.put(
                "social-core knows no CRM",
                root -> noClasses()
                        .that()
                        .resideInAPackage(root + "social..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(root + "crm.."));
        RULES.put(
                "an adapter knows the spi alone",
                root -> noClasses()
                        .that()
                        .resideInAPackage(root + "crm.adapter..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                root + "social..",
                                root + "crm.sync..",
                                root + "crm.connection..",
                                root + "crm.inbound..",
                                root + "crm.story.."));
        RULES.put(
                "the spi knows neither Rapport nor Spring",
                root -> noClasses()
                        .that()
                        .resideInAPackage(root + "crm.spi..")
                        .should()
                        .dependOnClassesThat(com.tngtech.archunit.base.DescribedPredicate.describe(
                                "are neither the spi, nor Java, nor annotations of nullness",
                                type -> !type.getPackageName().startsWith(root + "crm.spi")
                                        && !type.getPackageName().startsWith("java")
                                        && !type.getPackageName().startsWith("org.jspecify")
                                        && !type.isPrimitive()
                                        && !type.isArray())));
        RULES.put(
                "adapters do not know each other",
                root -> slices().matching(root + "crm.adapter.(*)..").should().notDependOnEachOther());
        RULES.put(
                "social-core's capabilities are free of cycles",
                root -> slices().matching(root + "social.(*)..").should().beFreeOfCycles());
        RULES.put(
                "the connector's capabilities are free of cycles",
                root -> slices().matching(root + "crm.(*)..").should().beFreeOfCycles());
        RULES.put(
                "Jackson 2 stays out",
                root -> noClasses()
                        .that()
                        .resideInAPackage(root.substring(0, root.length() - 1) + "..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind.."));
    }

    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("test-classes") && !location.contains("-tests.jar"))
            .importPackages("rapport");

    private static final JavaClasses BROKEN = new ClassFileImporter().importPackages("rapport.crm.planted");

    @TestFactory
    Iterable<DynamicTest> rulesHold() {
        return RULES.entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(), () -> rule.getValue().under("rapport.").check(PRODUCT)))
                .toList();
    }

    @TestFactory
    Iterable<DynamicTest> rulesCanFail() {
        return RULES.entrySet().stream()
                .map(rule -> DynamicTest.dynamicTest(
                        rule.getKey(),
                        () -> assertThat(rule.getValue()
                                        .under(PLANTED)
                                        .evaluate(BROKEN)
                                        .hasViolation())
                                .as(rule.getKey() + " is broken by a planted class")
                                .isTrue()))
                .toList();
    }

    @Test
    void seesTheWholeProduct() {
        assertThat(PRODUCT.contain("rapport.social.record.Records")).isTrue();
        assertThat(PRODUCT.contain("rapport.crm.sync.SyncEngine")).isTrue();
    }
}
