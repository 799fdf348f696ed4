package dev.sealwright.protocol.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.TokenKeyId;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What may follow what in the life of a client key. */
final class KeyHistoryTest {
    private static final Bytes ORG = Bytes.fromHex("0f".repeat(16));
    private static final Bytes KEY = Bytes.fromHex("0a".repeat(16));
    private static final Instant START = Instant.ofEpochSecond(1_790_000_000);
    private static final Instant DUE = START.plus(KeyBody.Destruction.SHORTEST);

    private final KeyHistory history = new KeyHistory();
    private Bytes spki;
    private Instant now = START;
    private int leaves;

    @BeforeEach
    void aKeyPair() throws GeneralSecurityException {
        spki =
                Bytes.of(
                        KeyPairGenerator.getInstance("Ed25519")
                                .generateKeyPair()
                                .getPublic()
                                .getEncoded());
    }

    private Optional<String> add(Bytes org, KeyBody body) {
        byte[] tail = new byte[Uuids.RANDOM_SIZE];
        tail[0] = (byte) ++leaves;
        return history.add(new Leaf(Uuids.v7(now, Bytes.of(tail)), now, org, body));
    }

    private void fine(KeyBody body) {
        assertThat(add(ORG, body)).isEmpty();
    }

    private void wrong(KeyBody body) {
        assertThat(add(ORG, body)).isPresent();
    }

    private KeyBody version(long number) {
        return new KeyBody.Version(KEY, number, SigningAlgorithm.ED25519, spki);
    }

    private static KeyBody sign(long version) {
        Bytes digest = Bytes.zeros(32);
        return new KeyBody.Sign(KEY, version, SigningAlgorithm.ED25519, digest, digest);
    }

    @Test
    void aWholeLifeIsFine() {
        fine(version(1));
        fine(sign(1));
        fine(version(2));
        fine(sign(2));
        fine(sign(1));
        fine(new KeyBody.Switch(KEY, false));
        fine(new KeyBody.Destruction(KEY, DUE));
        fine(new KeyBody.Restoration(KEY));
        fine(new KeyBody.Destruction(KEY, DUE));
        now = DUE;
        fine(new KeyBody.Destroyed(KEY));
    }

    @Test
    void aKeyBeginsAtVersionOne() {
        wrong(version(2));
    }

    @Test
    void versionsAreCountedInOneOrg() {
        fine(version(1));
        wrong(version(1));
        wrong(version(3));
        assertThat(add(Bytes.fromHex("0e".repeat(16)), version(2))).isPresent();
        fine(version(2));
    }

    @Test
    void whatThereIsNotDoesNothing() {
        wrong(sign(1));
        wrong(new KeyBody.Switch(KEY, true));
        fine(version(1));
        wrong(sign(2));
        assertThat(add(Bytes.fromHex("0e".repeat(16)), sign(1))).isPresent();
    }

    @Test
    void aKeyIsDestroyedWhenItIsDue() {
        fine(version(1));
        wrong(new KeyBody.Destroyed(KEY));
    }

    @Test
    void aFirstDueCountsAndARestorationEndsIt() {
        fine(version(1));
        fine(new KeyBody.Destruction(KEY, DUE.plus(Duration.ofDays(3))));
        fine(new KeyBody.Destruction(KEY, DUE));
        wrong(version(2));
        now = DUE;
        wrong(new KeyBody.Destroyed(KEY));
    }

    @Test
    void whatIsDestroyedStaysSo() {
        fine(version(1));
        fine(new KeyBody.Destruction(KEY, DUE));
        now = DUE;
        fine(new KeyBody.Destroyed(KEY));
        wrong(new KeyBody.Restoration(KEY));
        wrong(version(2));
        wrong(sign(1));
    }

    private KeyBody generation(long number) {
        return new KeyBody.Version(
                new TokenKeyId(SigningAlgorithm.ED25519, number).bytes(),
                1,
                SigningAlgorithm.ED25519,
                spki);
    }

    @Test
    void theServicesOwnKeysFollowEachOtherAndTheNewestDoesNotEnd() {
        Bytes first = new TokenKeyId(SigningAlgorithm.ED25519, 1).bytes();
        KeyBody ends = new KeyBody.Destruction(first, DUE);
        assertThat(add(ORG, generation(1))).isPresent();
        assertThat(add(Leaf.NO_ORG, generation(1))).isEmpty();
        assertThat(add(Leaf.NO_ORG, ends)).isPresent();
        assertThat(add(Leaf.NO_ORG, generation(2))).isEmpty();
        assertThat(add(Leaf.NO_ORG, ends)).isEmpty();
        now = DUE;
        assertThat(add(Leaf.NO_ORG, new KeyBody.Destroyed(first))).isEmpty();
        assertThat(add(Leaf.NO_ORG, generation(4))).isPresent();
        assertThat(add(Leaf.NO_ORG, version(1))).isPresent();
    }
}
