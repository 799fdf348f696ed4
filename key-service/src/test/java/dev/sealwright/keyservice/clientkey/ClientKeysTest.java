package dev.sealwright.keyservice.clientkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.KeyServiceConfig;
import dev.sealwright.keyservice.KeyServices;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SignOrder;
import dev.sealwright.keyservice.backend.KeyBackendUnavailableException;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.SharedTokenTests;
import dev.sealwright.keyservice.quota.Rate;
import dev.sealwright.keyservice.quota.SignLimits;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.key.SigningKey;
import dev.sealwright.protocol.leaf.KeyBody;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that organisations sign with: made once, used by leaves, destroyed late. */
final class ClientKeysTest extends SharedTokenTests {
    private static final Bytes MESSAGE = Bytes.utf8("release 1.0");
    private static final Duration DAY = KeyBody.Destruction.SHORTEST;

    private final Bytes key = leaves.id();

    private void notAdmitted(RefusalCode code, KeyBody body) {
        notAdmitted(code, Leaves.ORG, body);
    }

    private Bytes made(long version, SigningAlgorithm algorithm) {
        return service.makeKey(new KeyOrder(Leaves.ORG, key, version, algorithm));
    }

    private ProvenLeaf logged(KeyBody body) {
        return log.appended(leaves.of(Leaves.ORG, body));
    }

    /** A version that is made and logged. */
    private SigningKey version(long version, SigningAlgorithm algorithm) {
        Bytes spki = made(version, algorithm);
        logged(new KeyBody.Version(key, version, algorithm, spki));
        return new SigningKey(algorithm, spki);
    }

    private KeyBody.Sign sign(long version, SigningAlgorithm algorithm, Bytes message) {
        return new KeyBody.Sign(key, version, algorithm, Sha256.of(message), leaves.random(32));
    }

    private ProvenLeaf signLeaf() {
        return logged(sign(1, SigningAlgorithm.ES256, MESSAGE));
    }

    private SignOrder order() {
        return new SignOrder(signLeaf(), Optional.of(MESSAGE));
    }

    private List<String> onToken() {
        return service.describeKeys().keys().stream()
                .map(KeyInventory.Key::label)
                .filter(label -> label.startsWith("client-" + key.hex()))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void whatAKeySignsVerifiesUnderItsPublicHalf(SigningAlgorithm algorithm) {
        SigningKey made = version(1, algorithm);
        ProvenLeaf leaf = logged(sign(1, algorithm, MESSAGE));
        Bytes signature = service.sign(new SignOrder(leaf, Optional.of(MESSAGE)));
        assertThat(made.verifies(MESSAGE, signature)).isTrue();
        assertThat(made.verifies(Bytes.utf8("release 1.1"), signature)).isFalse();
        assertThat(made.verifies(MESSAGE, Bytes.zeros(signature.size()))).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"ES256", "PS256"})
    void aDigestIsEnoughForAnAlgorithmThatHashes(SigningAlgorithm algorithm) {
        SigningKey made = version(1, algorithm);
        ProvenLeaf leaf = logged(sign(1, algorithm, MESSAGE));
        Bytes signature = service.sign(new SignOrder(leaf, Optional.empty()));
        assertThat(made.verifies(MESSAGE, signature)).isTrue();
    }

    @Test
    void ed25519NeedsTheMessageAndNotTooMuchOfIt() {
        version(1, SigningAlgorithm.ED25519);
        ProvenLeaf leaf = logged(sign(1, SigningAlgorithm.ED25519, MESSAGE));
        refused(RefusalCode.DIGEST, () -> service.sign(new SignOrder(leaf, Optional.empty())));
        Bytes large = Bytes.zeros(16 * 1024 + 1);
        ProvenLeaf forLarge = logged(sign(1, SigningAlgorithm.ED25519, large));
        refused(RefusalCode.SIZE, () -> service.sign(new SignOrder(forLarge, Optional.of(large))));
    }

    @Test
    void theKeyIsBoundToTheTokenAndSignsAndDoesNothingElse() {
        version(1, SigningAlgorithm.PS256);
        KeyInventory.Key there =
                service.describeKeys().keys().stream()
                        .filter(each -> each.label().startsWith("client-" + key.hex()))
                        .findFirst()
                        .orElseThrow();
        assertThat(there.type()).isEqualTo("RSA_3072");
        assertThat(there.attributes())
                .containsEntry("SENSITIVE", true)
                .containsEntry("NEVER_EXTRACTABLE", true)
                .containsEntry("TOKEN", true)
                .containsEntry("SIGN", true)
                .containsEntry("DECRYPT", false)
                .containsEntry("UNWRAP", false)
                .containsEntry("DERIVE", false)
                .containsEntry("MODIFIABLE", false);
    }

    @Test
    void theSameLeafSignsTheSameMessageAgainAlsoAfterARestart() {
        SigningKey made = version(1, SigningAlgorithm.ES256);
        SignOrder order = order();
        service.sign(order);
        restart();
        assertThat(made.verifies(MESSAGE, service.sign(order))).isTrue();
    }

    @Test
    void aSignLeafIsGoodForAWhile() {
        version(1, SigningAlgorithm.ES256);
        SignOrder order = order();
        clock.advance(Duration.ofSeconds(-61));
        refused(RefusalCode.WINDOW, () -> service.sign(order));
        clock.advance(Duration.ofSeconds(1));
        service.sign(order);
        clock.advance(Duration.ofMinutes(6));
        service.sign(order);
        clock.advance(Duration.ofSeconds(1));
        refused(RefusalCode.WINDOW, () -> service.sign(order));
    }

    @Test
    void theNewVersionSignsAndTheOldOneDoesNot() {
        SigningKey first = version(1, SigningAlgorithm.ES256);
        SignOrder kept = order();
        Bytes before = service.sign(kept);
        SigningKey second = version(2, SigningAlgorithm.ES256);
        refused(RefusalCode.KEY_STATE, () -> service.sign(kept));
        notAdmitted(RefusalCode.KEY_STATE, sign(1, SigningAlgorithm.ES256, MESSAGE));
        ProvenLeaf leaf = logged(sign(2, SigningAlgorithm.ES256, MESSAGE));
        Bytes after = service.sign(new SignOrder(leaf, Optional.of(MESSAGE)));
        assertThat(second.verifies(MESSAGE, after)).isTrue();
        assertThat(first.verifies(MESSAGE, before)).isTrue();
        assertThat(first.verifies(MESSAGE, after)).isFalse();
    }

    @Test
    void versionsFollowEachOther() {
        refused(RefusalCode.KEY_STATE, () -> made(2, SigningAlgorithm.ES256));
        SigningKey first = version(1, SigningAlgorithm.ES256);
        refused(RefusalCode.KEY_STATE, () -> made(3, SigningAlgorithm.ES256));
        refused(RefusalCode.MISMATCH, () -> made(2, SigningAlgorithm.ED25519));
        notAdmitted(
                RefusalCode.KEY_STATE,
                new KeyBody.Version(key, 1, SigningAlgorithm.ES256, first.spki()));
    }

    @Test
    void aDisabledKeySignsAgainWhenItIsEnabled() {
        version(1, SigningAlgorithm.ES256);
        SignOrder order = order();
        logged(new KeyBody.Switch(key, false));
        refused(RefusalCode.KEY_STATE, () -> service.sign(order));
        restart();
        refused(RefusalCode.KEY_STATE, () -> service.sign(order));
        logged(new KeyBody.Switch(key, true));
        assertThat(service.sign(order).size()).isEqualTo(64);
    }

    @Test
    void aKeyIsDestroyedWhenItIsDueAndNeverComesBack() {
        version(1, SigningAlgorithm.ES256);
        version(2, SigningAlgorithm.ES256);
        ProvenLeaf destruction = logged(new KeyBody.Destruction(key, leaves.now().plus(DAY)));
        refused(RefusalCode.KEY_STATE, () -> made(3, SigningAlgorithm.ES256));
        clock.advance(DAY.minusSeconds(1));
        refused(RefusalCode.WINDOW, () -> service.destroyKey(destruction));
        assertThat(onToken()).hasSize(2);
        clock.advance(Duration.ofSeconds(1));
        notAdmitted(RefusalCode.KEY_STATE, new KeyBody.Restoration(key));
        notAdmitted(RefusalCode.KEY_STATE, new KeyBody.Destroyed(key));
        service.destroyKey(destruction);
        assertThat(onToken()).isEmpty();
        service.destroyKey(destruction);
        logged(new KeyBody.Destroyed(key));
        restart();
        refused(RefusalCode.KEY_STATE, () -> made(1, SigningAlgorithm.ES256));
        notAdmitted(RefusalCode.KEY_STATE, new KeyBody.Switch(key, true));
    }

    @Test
    void aRestorationThatIsOnItsWayKeepsTheKey() {
        version(1, SigningAlgorithm.ES256);
        ProvenLeaf destruction = logged(new KeyBody.Destruction(key, leaves.now().plus(DAY)));
        clock.advance(DAY.minusSeconds(1));
        Bytes restoration = leaves.of(Leaves.ORG, new KeyBody.Restoration(key));
        service.admit(List.of(restoration));
        clock.advance(Duration.ofSeconds(2));
        refused(RefusalCode.KEY_STATE, () -> service.destroyKey(destruction));
        log.append(List.of(restoration));
        refused(RefusalCode.MISMATCH, () -> service.destroyKey(destruction));
        assertThat(service.sign(order()).size()).isEqualTo(64);
    }

    @Test
    void aDestructionThatStoppedInTheMiddleGoesOn() {
        version(1, SigningAlgorithm.ES256);
        version(2, SigningAlgorithm.ES256);
        ProvenLeaf destruction = logged(new KeyBody.Destruction(key, leaves.now().plus(DAY)));
        clock.advance(DAY);
        int[] destroyed = {0};
        backend.beforeDestruction(
                () -> {
                    if (destroyed[0]++ == 1) {
                        throw new KeyBackendUnavailableException("killed");
                    }
                });
        assertThatThrownBy(() -> service.destroyKey(destruction))
                .isInstanceOf(KeyServiceUnavailableException.class);
        assertThat(onToken()).hasSize(1);
        notAdmitted(RefusalCode.KEY_STATE, new KeyBody.Destroyed(key));
        restart();
        service.destroyKey(destruction);
        assertThat(onToken()).isEmpty();
    }

    // ---- kills between the token and the log ----

    @Test
    void whatWasMadeIsGivenAgainAndNotDoubled() {
        Bytes spki = made(1, SigningAlgorithm.ES256);
        assertThat(made(1, SigningAlgorithm.ES256)).isEqualTo(spki);
        assertThat(onToken()).hasSize(1);
    }

    @Test
    void aKeyWhoseMakerDiedBeforeItHeardOfItIsAdopted() {
        backend.afterGeneration(
                () -> {
                    throw new KeyBackendUnavailableException("killed");
                });
        Bytes spki = made(1, SigningAlgorithm.ES256);
        assertThat(onToken()).hasSize(1);
        logged(new KeyBody.Version(key, 1, SigningAlgorithm.ES256, spki));
        assertThat(service.sign(order()).size()).isEqualTo(64);
    }

    @Test
    void aKeyWithoutALeafIsSweptAtTheStartAndCannotBeLoggedAfter() {
        Bytes orphan = made(1, SigningAlgorithm.ES256);
        restart();
        assertThat(onToken()).isEmpty();
        notAdmitted(
                RefusalCode.UNKNOWN_KEY,
                new KeyBody.Version(key, 1, SigningAlgorithm.ES256, orphan));
        version(1, SigningAlgorithm.ES256);
        assertThat(onToken()).hasSize(1);
        assertThat(service.sign(order()).size()).isEqualTo(64);
    }

    @Test
    void aKeyWithoutALeafIsSweptAfterAnHourByTheNextThatIsMade() {
        made(1, SigningAlgorithm.ES256);
        clock.advance(ClientKeyStore.UNCLAIMED.plusSeconds(1));
        service.makeKey(new KeyOrder(Leaves.ORG, leaves.id(), 1, SigningAlgorithm.ES256));
        assertThat(onToken()).isEmpty();
    }

    @Test
    void aServiceBesideAnotherStateDestroysNothing() {
        version(1, SigningAlgorithm.ES256);
        service.close();
        KeyServiceConfig elsewhere = CEREMONY.ceremony().config(folder.resolve("other"));
        service = KeyServices.open(backend, elsewhere, clock);
        assertThat(onToken()).hasSize(1);
        restart();
        assertThat(service.sign(order()).size()).isEqualTo(64);
    }

    @Test
    void aVersionThatTheLogNamesOutlivesEveryRestart() {
        version(1, SigningAlgorithm.ES256);
        made(2, SigningAlgorithm.ES256);
        restart();
        clock.advance(ClientKeyStore.UNCLAIMED.plusSeconds(1));
        service.makeKey(new KeyOrder(Leaves.ORG, leaves.id(), 1, SigningAlgorithm.ES256));
        assertThat(onToken()).hasSize(1);
        assertThat(service.sign(order()).size()).isEqualTo(64);
    }

    // ---- limits and faults ----

    @Test
    void orgsAndKeysHaveQuotas() {
        version(1, SigningAlgorithm.ES256);
        SignOrder order = order();
        Rate one = new Rate(0.001, 1);
        Rate many = new Rate(100, 100);
        restart(usual -> usual.signing(new SignLimits(one, many, many, 4_096)));
        service.sign(order);
        refused(RefusalCode.QUOTA, () -> service.sign(order));
        restart(usual -> usual.signing(new SignLimits(many, one, many, 4_096)));
        service.sign(order);
        refused(RefusalCode.QUOTA, () -> service.sign(order));
        restart(usual -> usual.signing(new SignLimits(many, many, one, 4_096)));
        made(2, SigningAlgorithm.ES256);
        refused(RefusalCode.QUOTA, () -> made(2, SigningAlgorithm.ES256));
    }

    @Test
    void aFullTokenTakesNoMore() {
        version(1, SigningAlgorithm.ES256);
        restart(
                usual ->
                        usual.signing(
                                new SignLimits(new Rate(9, 9), new Rate(9, 9), new Rate(9, 9), 1)));
        refused(RefusalCode.NO_ROOM, () -> made(2, SigningAlgorithm.ES256));
    }

    @Test
    void aFaultySignatureIsNotPassedOn() {
        version(1, SigningAlgorithm.ES256);
        SignOrder order = order();
        SignOrder byDigest = new SignOrder(order.leaf(), Optional.empty());
        backend.alterSignatures(good -> Bytes.zeros(good.size()));
        for (SignOrder each : List.of(order, byDigest)) {
            // The log key's signatures are altered, too, so nothing is appended meanwhile.
            assertThatThrownBy(() -> service.sign(each))
                    .isInstanceOf(KeyServiceUnavailableException.class);
        }
    }
}
