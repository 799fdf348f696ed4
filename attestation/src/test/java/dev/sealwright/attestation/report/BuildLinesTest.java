package dev.sealwright.attestation.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.attestation.report.Line.Status;
import dev.sealwright.attestation.report.Statement.Build;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BuildLinesTest {
    private static final Bytes LIST = Sha256.of(Bytes.utf8("a list"));

    private static Line components(Optional<Bytes> sbom, List<String> unlisted, Bytes... given) {
        Demands demands =
                new Demands(
                        Optional.empty(),
                        Optional.empty(),
                        given.length == 0 ? Optional.empty() : Optional.of(given[0]));
        return BuildLines.of(new Build("1", "25", sbom, 3, unlisted), demands).getFirst();
    }

    @Test
    void aListIsNeverMoreThanAsserted() {
        assertThat(components(Optional.of(LIST), List.of()).status()).isEqualTo(Status.ASSERTED);
        assertThat(components(Optional.of(LIST), List.of(), LIST).status())
                .isEqualTo(Status.ASSERTED);
    }

    @Test
    void anotherListAtHandFails() {
        assertThat(components(Optional.of(LIST), List.of(), Bytes.zeros(32)).status())
                .isEqualTo(Status.FAILED);
    }

    @Test
    void aLibraryBeyondTheListFails() {
        Line line = components(Optional.of(LIST), List.of("evil-1.jar"));

        assertThat(line.status()).isEqualTo(Status.FAILED);
        assertThat(line.reason()).contains("evil-1.jar");
    }

    @Test
    void aBuildWithoutAListIsNotChecked() {
        assertThat(components(Optional.empty(), List.of()).status()).isEqualTo(Status.NOT_CHECKED);
    }
}
