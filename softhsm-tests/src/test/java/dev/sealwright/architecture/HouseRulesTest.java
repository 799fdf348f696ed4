package dev.sealwright.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Packages are nouns of the domain, classes say what they are, and only a command line prints. */
@AnalyzeClasses(packages = "dev.sealwright", importOptions = ProductionCode.class)
final class HouseRulesTest {
    @ArchTest
    static final ArchRule packagesAreNamedAfterWhatTheyHold =
            noClasses()
                    .should()
                    .resideInAnyPackage(
                            "..util..",
                            "..utils..",
                            "..helper..",
                            "..helpers..",
                            "..common..",
                            "..impl..");

    @ArchTest
    static final ArchRule classesAreNamedAfterWhatTheyAre =
            noClasses().should().haveNameMatching(".*(Impl|Util|Utils|Helper|Helpers|Manager)");

    @ArchTest static final ArchRule oneLoggingLibrary = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    /** The service's entry point does where its logger is not to be had; testkit listens. */
    @ArchTest
    static final ArchRule onlyCommandLinesPrint =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "dev.sealwright.host..",
                            "dev.sealwright.operator..",
                            "dev.sealwright.keyservice.ceremony..",
                            "dev.sealwright.testkit..")
                    .and()
                    .doNotHaveFullyQualifiedName("dev.sealwright.controlplane.Main")
                    .should(ACCESS_STANDARD_STREAMS);
}
