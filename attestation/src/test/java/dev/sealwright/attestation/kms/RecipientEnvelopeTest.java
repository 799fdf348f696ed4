package dev.sealwright.attestation.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.attestation.pki.Kms;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecipientEnvelopeTest {
    private static final String CONTEXT = "org acme, key 7";

    @Test
    void theSecretCommittedToComesOut() {
        KeyCommitment commitment = KeyCommitment.to(CONTEXT, Kms.SECRET);
        assertThat(opened(Kms.envelope()).authenticate(commitment, CONTEXT)).contains(Kms.SECRET);
    }

    @Test
    void anEnvelopeThatTheParentPutInItsPlaceIsOpenedAndRefused() {
        KeyCommitment commitment = KeyCommitment.to(CONTEXT, Kms.SECRET);
        Bytes planted = Kms.envelope(Bytes.utf8("a key of the attacker's choosing"));
        assertThat(opened(planted).authenticate(commitment, CONTEXT)).isEmpty();
    }

    @Test
    void aCommitmentForAnotherUseDoesNotHold() {
        KeyCommitment commitment = KeyCommitment.to("another use", Kms.SECRET);
        assertThat(opened(Kms.envelope()).authenticate(commitment, CONTEXT)).isEmpty();
    }

    @Test
    void noFlippedByteGivesAnotherSecret() {
        KeyCommitment commitment = KeyCommitment.to(CONTEXT, Kms.SECRET);
        byte[] envelope = Kms.envelope().toArray();
        for (int i = 0; i < envelope.length; i++) {
            envelope[i] ^= (byte) (1 << i % 8);
            assertThat(authenticated(Bytes.of(envelope), commitment)).isIn(empty(), kept());
            envelope[i] ^= (byte) (1 << i % 8);
        }
    }

    @Test
    void whatFailsToOpenSaysNothingOfWhy() {
        byte[] envelope = Kms.envelope().toArray();
        envelope[envelope.length - 20] ^= 1;
        RecipientEnvelope broken = RecipientEnvelope.parse(Bytes.of(envelope));
        assertThatThrownBy(() -> broken.open(Kms.ENCLAVE.getPrivate()))
                .isInstanceOf(MalformedException.class)
                .hasMessage("an envelope that does not open")
                .hasNoCause();
    }

    /** Sequences with less in them than the library's readers take for granted. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3000",
                "300b06092a864886f70d010703",
                "300f06092a864886f70d010703a0023000",
                "301206092a864886f70d010703a0053003020100",
                "301406092a864886f70d010703a00730050201003100"
            })
    void whatIsAsn1AndNoEnvelopeIsMalformed(String hex) {
        assertThatThrownBy(() -> RecipientEnvelope.parse(Bytes.fromHex(hex)))
                .isInstanceOf(MalformedException.class);
    }

    private static Optional<Bytes> empty() {
        return Optional.empty();
    }

    private static Optional<Bytes> kept() {
        return Optional.of(Kms.SECRET);
    }

    private static Optional<Bytes> authenticated(Bytes envelope, KeyCommitment commitment) {
        try {
            return opened(envelope).authenticate(commitment, CONTEXT);
        } catch (MalformedException refused) {
            return empty();
        }
    }

    private static UnauthenticatedKey opened(Bytes envelope) {
        return RecipientEnvelope.parse(envelope).open(Kms.ENCLAVE.getPrivate());
    }
}
