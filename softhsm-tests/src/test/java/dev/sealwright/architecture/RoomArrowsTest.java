package dev.sealwright.architecture;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** One may read the rooms of a module one after another: none needs a room that needs it. */
@AnalyzeClasses(packages = "dev.sealwright", importOptions = ProductionCode.class)
class RoomArrowsTest {
    @ArchTest
    static final ArchRule roomsOfTheControlPlaneAreFreeOfCycles =
            slices().matching("dev.sealwright.controlplane.(*)..").should().beFreeOfCycles();
}
