package dev.sealwright.attestation.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sealwright.protocol.Bytes;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Short runs; {@code ./sealwright bench fuzz} makes long ones. */
class FuzzerTest {
    private static final int INPUTS = 20_000;
    private static final int GUIDED = 15_000;
    private static final int MUTANTS = 300;

    @ParameterizedTest
    @EnumSource
    void itsSeedsAreGood(FuzzTarget target) {
        assertThat(target.seeds())
                .isNotEmpty()
                .allSatisfy(seed -> assertThat(target.takes(seed)).isTrue());
    }

    @ParameterizedTest
    @EnumSource
    void mutantsAreReadOrMalformed(FuzzTarget target) {
        Random random = new Random(target.label().hashCode());
        for (Bytes seed : target.seeds()) {
            for (int i = 0; i < MUTANTS; i++) {
                target.read(Mutant.of(seed, random));
            }
        }
    }

    @Test
    void aRunOfTheFuzzerOverAllReadersFindsNothing(@TempDir Path folder) throws Exception {
        assumeTrue(FuzzRun.possible(), "Jazzer has no driver for this platform");
        var run = new FuzzRun(Fuzzer.ALL, INPUTS, GUIDED, 7);
        FuzzRun.Outcome outcome = run.run(folder, System.getProperty("java.class.path"));
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.inputs()).isGreaterThanOrEqualTo(INPUTS);
        assertThat(outcome.largest()).isBetween(1L, Fuzzer.MAX_MEMORY);
    }
}
