package dev.sealwright.keyservice.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.fixture.FaultyBackend;
import dev.sealwright.keyservice.fixture.SharedCeremony;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The log key's word for a member's sharing key and its secrets. */
final class SharingKeyPairTest {
    @RegisterExtension static final SharedCeremony CEREMONY = new SharedCeremony();

    private final FaultyBackend backend = CEREMONY.backend();

    @AfterEach
    void behave() {
        backend.alterSignatures(signature -> signature);
    }

    private SharingKeyPair made() {
        return SharingKeyPair.make(
                backend,
                backend.find(new KeyLabel("log"), KeyAlgorithm.ED25519),
                CEREMONY.ceremony().anchors(Instant.now()),
                new SecureRandom());
    }

    @Test
    void aSignatureThatABitFlippedInLeavesNobodysHands() {
        AtomicInteger damages = new AtomicInteger(1);
        backend.alterSignatures(
                signature ->
                        damages.getAndDecrement() > 0 ? Bytes.zeros(signature.size()) : signature);
        SharingKeyPair pair = made();

        assertThat(pair.key().signature()).isNotEqualTo(Bytes.zeros(64));
        backend.alterSignatures(signature -> Bytes.zeros(signature.size()));
        assertThatExceptionOfType(KeyBackendUnavailableException.class)
                .isThrownBy(() -> pair.voucher(Sha256.of()));
        assertThatExceptionOfType(KeyBackendUnavailableException.class).isThrownBy(this::made);
    }
}
