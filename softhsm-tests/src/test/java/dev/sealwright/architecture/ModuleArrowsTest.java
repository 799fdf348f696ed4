package dev.sealwright.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which module sees which. The build's dependencies say the same; this catches what arrives
 * transitively.
 */
@AnalyzeClasses(packages = "dev.sealwright", importOptions = ProductionCode.class)
final class ModuleArrowsTest {
    private static final List<String> MODULES =
            List.of(
                    "protocol",
                    "attestation",
                    "keyservice",
                    "controlplane",
                    "client",
                    "host",
                    "operator",
                    "testkit");

    @ArchTest static final ArchRule protocolSeesNoModule = module("protocol").seesOnly();

    @ArchTest
    static final ArchRule attestationSeesProtocol = module("attestation").seesOnly("protocol");

    @ArchTest
    static final ArchRule keyServiceSeesProtocolAndAttestation =
            module("keyservice").seesOnly("protocol", "attestation");

    @ArchTest
    static final ArchRule controlPlaneSeesWhatServesIt =
            module("controlplane").seesOnly("protocol", "attestation", "keyservice");

    @ArchTest static final ArchRule clientSeesProtocol = module("client").seesOnly("protocol");

    @ArchTest
    static final ArchRule hostCommandLineSeesClientAndAttestation =
            module("host").seesOnly("protocol", "client", "attestation");

    @ArchTest
    static final ArchRule operatorCommandLineSeesClientAndAttestation =
            module("operator").seesOnly("protocol", "client", "attestation");

    @ArchTest static final ArchRule testkitSeesNoModule = module("testkit").seesOnly();

    private record Module(String name) {
        ArchRule seesOnly(String... others) {
            String[] unseen =
                    MODULES.stream()
                            .filter(each -> !each.equals(name))
                            .filter(each -> Arrays.stream(others).noneMatch(each::equals))
                            .map(Module::packages)
                            .toArray(String[]::new);
            return noClasses()
                    .that()
                    .resideInAPackage(packages(name))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(unseen)
                    .allowEmptyShould(true)
                    .as(name + " sees only " + Stream.of(others).toList() + " of our modules");
        }

        private static String packages(String name) {
            return "dev.sealwright." + name + "..";
        }
    }

    private static Module module(String name) {
        return new Module(name);
    }
}
