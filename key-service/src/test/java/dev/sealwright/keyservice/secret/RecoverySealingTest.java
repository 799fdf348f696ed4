package dev.sealwright.keyservice.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.secret.RecoveryBox;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.junit.jupiter.api.Test;

/** What is sealed to the recovery key, and who opens it. */
final class RecoverySealingTest {
    private static final byte[] VALUE = "hunter2".getBytes(StandardCharsets.UTF_8);
    private static final Bytes CONTEXT = Bytes.utf8("org, secret, version");

    private final SecureRandom random = new SecureRandom();
    private final X25519PrivateKeyParameters key = new X25519PrivateKeyParameters(random);
    private final Bytes publicKey = Bytes.of(key.generatePublicKey().getEncoded());

    private RecoveryBox sealed() {
        return RecoverySealing.seal(publicKey, CONTEXT, VALUE, random);
    }

    private void refused(byte[] secretKey, RecoveryBox box, Bytes context) {
        assertThatThrownBy(() -> RecoverySealing.open(secretKey, box, context))
                .isInstanceOf(VerificationException.class);
    }

    @Test
    void itsHolderOpensIt() {
        assertThat(RecoverySealing.open(key.getEncoded(), sealed(), CONTEXT)).isEqualTo(VALUE);
    }

    @Test
    void noTwoBoxesAreAlike() {
        assertThat(sealed()).isNotEqualTo(sealed());
    }

    @Test
    void anotherKeyOpensNothing() {
        refused(new X25519PrivateKeyParameters(random).getEncoded(), sealed(), CONTEXT);
    }

    @Test
    void aBoxOpensInItsOwnContextOnly() {
        refused(key.getEncoded(), sealed(), Bytes.utf8("another version"));
    }

    @Test
    void noOctetCanBeChanged() {
        RecoveryBox box = sealed();
        for (int at = 0; at < box.ciphertext().size(); at++) {
            byte[] changed = box.ciphertext().toArray();
            changed[at] ^= 1;
            refused(
                    key.getEncoded(),
                    new RecoveryBox(box.encapsulated(), Bytes.of(changed)),
                    CONTEXT);
        }
        for (int at = 0; at < RecoveryBox.ENCAPSULATED; at++) {
            byte[] changed = box.encapsulated().toArray();
            changed[at] ^= 1;
            refused(
                    key.getEncoded(),
                    new RecoveryBox(Bytes.of(changed), box.ciphertext()),
                    CONTEXT);
        }
    }

    @Test
    void aKeyOfLowOrderOpensNothing() {
        RecoveryBox low = new RecoveryBox(Bytes.zeros(32), sealed().ciphertext());
        refused(key.getEncoded(), low, CONTEXT);
    }
}
