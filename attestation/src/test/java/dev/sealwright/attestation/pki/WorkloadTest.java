package dev.sealwright.attestation.pki;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code ./sealwright bench appraise} measures does what it says, for every format. */
class WorkloadTest {
    static List<Workload> all() {
        return Workload.all();
    }

    @ParameterizedTest
    @MethodSource("all")
    void theEvidenceIsAcceptableAndTheSignaturesVerify(Workload workload) {
        assertThatCode(workload::appraise).doesNotThrowAnyException();
        assertThatCode(workload::checkSignatures).doesNotThrowAnyException();
    }
}
