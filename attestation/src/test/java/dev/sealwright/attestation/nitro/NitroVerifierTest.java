package dev.sealwright.attestation.nitro;

import static dev.sealwright.attestation.pki.Outcomes.authentic;
import static dev.sealwright.attestation.pki.Outcomes.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.pki.Fast;
import dev.sealwright.attestation.pki.Nitro;
import dev.sealwright.attestation.pki.Outcomes;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NitroVerifierTest {
    private static final VerificationInstant NOW =
            VerificationInstant.parse("2026-06-01T00:00:00Z");
    private static final Nitro NITRO = new Nitro();
    private static final NitroVerifier VERIFIER =
            NitroVerifier.trusting(NITRO.root().asRoot(), Fast.SIGNATURES);

    @Test
    void aDocumentIsAuthenticUnderItsBundle() {
        NitroDocument document =
                authentic(VERIFIER.verify(NitroDocument.parse(NITRO.document()), NOW))
                        .claims()
                        .document();
        assertThat(document.nonce()).contains(Bytes.utf8("nonce"));
        assertThat(document.publicKey()).isEmpty();
        assertThat(document.debug()).isFalse();
    }

    @Test
    void aTaggedDocumentIsTheSame() {
        Bytes tagged = Bytes.concat(Bytes.fromHex("d2"), NITRO.document());
        authentic(VERIFIER.verify(NitroDocument.parse(tagged), NOW));
    }

    @Test
    void theProductionVerifierRefusesAnotherRoot() {
        var production = NitroVerifier.production(SignatureCheck.onJdk());
        assertThat(reasons(production.verify(NitroDocument.parse(NITRO.document()), NOW)))
                .containsExactly(Reason.ROOT_UNKNOWN);
    }

    @Test
    void aDocumentIsRefusedOnceItsCertificateIsOver() {
        VerificationInstant late = VerificationInstant.parse("2049-01-01T00:00:01Z");
        assertThat(reasons(VERIFIER.verify(NitroDocument.parse(NITRO.document()), late)))
                .containsExactly(Reason.CERTIFICATE_EXPIRED);
    }

    @Test
    void zerosInTheFirstThreeRegistersAreDebugMode() {
        var pcrs = new LinkedHashMap<CborValue, CborValue>();
        for (int i = 0; i < 5; i++) {
            Bytes value = i < 3 ? Bytes.zeros(48) : Bytes.fromHex("01".repeat(48));
            pcrs.put(CborValue.of(i), CborValue.of(value));
        }
        Bytes document = NITRO.document(Map.of("pcrs", new CborValue.Dictionary(pcrs)));
        assertThat(NitroDocument.parse(document).debug()).isTrue();
    }

    static Stream<Arguments> wrongFields() {
        return Stream.of(
                Arguments.of("nitrotpm_pcrs", CborValue.map(Map.of())),
                Arguments.of("unheard_of", CborValue.of(1)),
                Arguments.of("digest", CborValue.of("SHA256")),
                Arguments.of("module_id", CborValue.of("")),
                Arguments.of("user_data", CborValue.of(Bytes.zeros(513))),
                Arguments.of("nonce", CborValue.of(Bytes.zeros(513))),
                Arguments.of("public_key", CborValue.of(Bytes.zeros(1025))),
                Arguments.of("pcrs", CborValue.map(Map.of())),
                Arguments.of("pcrs", pcr(32, Bytes.zeros(48))),
                Arguments.of("pcrs", pcr(0, Bytes.zeros(47))),
                Arguments.of("cabundle", CborValue.array()),
                Arguments.of("timestamp", CborValue.of(-1)));
    }

    @ParameterizedTest
    @MethodSource("wrongFields")
    void aDocumentBeyondTheSpecificationIsMalformed(String field, CborValue value) {
        Bytes document = NITRO.document(Map.of(field, value));
        assertThatThrownBy(() -> NitroDocument.parse(document))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void noFlippedByteChangesTheClaims() {
        Outcomes.assertNoFlippedByteChangesClaims(
                NITRO.document(), bytes -> VERIFIER.verify(NitroDocument.parse(bytes), NOW));
    }

    private static CborValue pcr(int index, Bytes value) {
        var pcrs = new LinkedHashMap<CborValue, CborValue>();
        pcrs.put(CborValue.of(index), CborValue.of(value));
        return new CborValue.Dictionary(pcrs);
    }
}
