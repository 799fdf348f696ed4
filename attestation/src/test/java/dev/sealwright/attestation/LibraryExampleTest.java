package dev.sealwright.attestation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.attestation.appraisal.Policy;
import dev.sealwright.attestation.appraisal.ReferenceValues;
import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.EvidenceVerifier;
import dev.sealwright.attestation.pki.Nitro;
import dev.sealwright.attestation.pki.OpenPolicy;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.protocol.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The example of docs/attestation.md, word for word. */
class LibraryExampleTest {
    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-06-01T00:00:00Z"));
    private final Bytes file = new Nitro().document();
    private final Policy policy = OpenPolicy.of(Format.NITRO);
    private final Collateral collateral = Collateral.NONE;

    @Test
    void theExampleRunsAndRefusesATestRoot() {
        StringBuilder said = new StringBuilder();
        example(said::append);
        assertThat(said).startsWith("forged or stale: [root-unknown");
    }

    @Test
    void theExampleIsTheOneInTheDocument() throws Exception {
        String document = Files.readString(Path.of("../docs/attestation.md"));
        String java = document.substring(document.indexOf("```java\n") + 8);
        String example =
                java.substring(0, java.indexOf("```")).replace("System.out.println", "out.accept");
        Path own = Path.of("src/test/java/dev/sealwright/attestation/LibraryExampleTest.java");
        assertThat(squeezed(Files.readString(own))).contains(squeezed(example));
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }

    private void example(Consumer<String> out) {
        var verifier =
                new EvidenceVerifier(
                        SignatureCheck.fastest(), collateral, Map.of(), Optional.empty());
        var attest = new AttestVerify(verifier, Optional.of(policy), ReferenceValues.NONE);
        switch (attest.verdict(file, Optional.empty(), VerificationInstant.now(clock))) {
            case AttestVerify.Acceptable v -> out.accept("run it: " + v.appraisal().policy());
            case AttestVerify.Unacceptable v -> out.accept("refused: " + v.appraisal().reasons());
            case AttestVerify.NotAuthentic v -> out.accept("forged or stale: " + v.refusals());
            case AttestVerify.AuthenticOnly v -> out.accept("authentic, no policy given");
            case AttestVerify.Malformed v -> out.accept("not evidence: " + v.reason());
        }
    }
}
