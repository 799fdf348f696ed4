package dev.sealwright.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Where native code may be called, and how much of the key service the control plane's features
 * see.
 */
@AnalyzeClasses(packages = "dev.sealwright", importOptions = ProductionCode.class)
final class HardwareBoundaryTest {
    private static final String KEY_SERVICE = "dev.sealwright.keyservice..";
    private static final String PKCS11 = "dev.sealwright.keyservice.pkcs11..";

    @ArchTest
    static final ArchRule onlyPkcs11CallsNativeCode =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(PKCS11)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("java.lang.foreign..");

    @ArchTest
    static final ArchRule onlyPkcs11TouchesItsBinding =
            classes()
                    .that()
                    .resideInAPackage("dev.sealwright.keyservice.pkcs11.binding..")
                    .should()
                    .onlyBeAccessed()
                    .byAnyPackage(PKCS11)
                    .allowEmptyShould(true);

    @ArchTest
    static final ArchRule featuresSeeOnlyTheApiOfTheKeyService =
            noClasses()
                    .that()
                    .resideInAPackage("dev.sealwright.controlplane.*..")
                    .should()
                    .dependOnClassesThat(
                            resideInAPackage(KEY_SERVICE)
                                    .and(not(resideInAPackage("dev.sealwright.keyservice.api.."))))
                    .allowEmptyShould(true)
                    .because("only the root package of the control plane wires a backend");
}
