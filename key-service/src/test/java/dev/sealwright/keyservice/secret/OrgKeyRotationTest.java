package dev.sealwright.keyservice.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.OrgKeyOrder;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.ResealOrder;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.keyservice.fixture.SharedTokenTests;
import dev.sealwright.keyservice.quota.Rate;
import dev.sealwright.keyservice.quota.SealLimits;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.secret.ContentCipher;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import dev.sealwright.protocol.secret.SecretContent;
import dev.sealwright.protocol.secret.SecretVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The versions of an org's key: which seals, which opens, what moves from one to the next. */
final class OrgKeyRotationTest extends SharedTokenTests {
    private static final byte[] VALUE = "correct horse".getBytes(StandardCharsets.UTF_8);

    private final Bytes org = leaves.id();
    private final Bytes secret = leaves.id();

    /** What stands for a version, and the leaf by which it does. */
    private record Standing(long number, SealedSecret sealed, ProvenLeaf leaf) {
        Bytes blob() {
            return sealed.encode();
        }
    }

    private Standing sealed(long number) {
        return sealed(number, VALUE, Optional.empty());
    }

    private Standing sealed(long number, byte[] value, Optional<SecretContent> content) {
        SealedSecret sealed =
                service.seal(
                        new SealOrder(
                                new SecretVersion(org, secret, number),
                                Plaintext.of(value.clone()),
                                content));
        return new Standing(
                number, sealed, logged(new SecretBody.Seal(secret, number, sealed.digest())));
    }

    private ProvenLeaf logged(LeafBody body) {
        return log.appended(leaves.of(org, body));
    }

    private Bytes rotate(long version) {
        Bytes id = service.makeOrgKey(new OrgKeyOrder(org, version));
        logged(new OrgKeyBody.Version(version, id));
        return id;
    }

    private SealedSecret resealed(Standing standing) {
        return service.reseal(new ResealOrder(standing.leaf(), standing.blob()));
    }

    private Standing moved(Standing standing) {
        SealedSecret anew = resealed(standing);
        return new Standing(standing.number(), anew, logged(reseal(standing, anew.digest())));
    }

    private SecretBody reseal(Standing standing, Bytes next) {
        return new SecretBody.Reseal(secret, standing.number(), standing.sealed().digest(), next);
    }

    private byte[] opened(Standing standing) {
        ProvenLeaf unseal =
                logged(
                        new SecretBody.Unseal(
                                secret,
                                standing.number(),
                                standing.sealed().digest(),
                                leaves.random(32)));
        return service.unseal(new UnsealOrder(standing.leaf(), unseal, standing.blob())).copy();
    }

    private void notAdmitted(RefusalCode code, LeafBody body) {
        notAdmitted(code, org, body);
    }

    private List<String> labels() {
        return service.describeKeys().keys().stream()
                .map(KeyInventory.Key::label)
                .filter(label -> label.startsWith("kek-" + org.hex()))
                .sorted()
                .toList();
    }

    private String label(long version) {
        return "kek-" + org.hex() + (version == 1 ? "" : "-" + version);
    }

    @Test
    void aNewVersionSealsAtOnceAndTheOldOneStillOpens() {
        Standing before = sealed(1);
        Bytes id = rotate(2);
        Standing after = sealed(2);
        assertThat(before.sealed().key()).isNotEqualTo(id);
        assertThat(after.sealed().key()).isEqualTo(id);
        assertThat(opened(before)).isEqualTo(VALUE);
        assertThat(opened(after)).isEqualTo(VALUE);
        assertThat(labels()).containsExactly(label(1), label(2));
    }

    @Test
    void aVersionThatWasMadeAndNotLoggedSealsNothingAndIsMadeOnce() {
        Standing before = sealed(1);
        Bytes id = service.makeOrgKey(new OrgKeyOrder(org, 2));
        assertThat(sealed(2).sealed().key()).isEqualTo(before.sealed().key());
        restart();
        assertThat(service.makeOrgKey(new OrgKeyOrder(org, 2))).isEqualTo(id);
        logged(new OrgKeyBody.Version(2, id));
        assertThat(sealed(3).sealed().key()).isEqualTo(id);
        assertThat(service.makeOrgKey(new OrgKeyOrder(org, 2))).isEqualTo(id);
        assertThat(labels()).containsExactly(label(1), label(2));
    }

    @Test
    void whatIsSealedAnewOpensUnderTheNewVersionAndTheRecoveryKey() {
        Standing before = sealed(1);
        Bytes id = rotate(2);
        Standing after = moved(before);
        assertThat(after.sealed().key()).isEqualTo(id);
        assertThat(opened(after)).isEqualTo(VALUE);
        assertThat(after.sealed().recovery()).isNotEqualTo(before.sealed().recovery());
        assertThat(opened(before)).isEqualTo(VALUE);
    }

    @Test
    void aDataKeyIsSealedAnewWithoutItsContent() {
        SecretContent content = new SecretContent(5_000, leaves.random(32));
        byte[] key = leaves.random(ContentCipher.KEY_SIZE).toArray();
        Standing before = sealed(1, key, Optional.of(content));
        rotate(2);
        Standing after = moved(before);
        assertThat(after.sealed().content()).contains(content);
        assertThat(opened(after)).isEqualTo(key);
    }

    @Test
    void whatWasSealedAnewIsSealedAnewAgainByTheNextRotation() {
        Standing before = sealed(1);
        rotate(2);
        Standing second = moved(before);
        refused(RefusalCode.KEY_STATE, () -> resealed(second));
        rotate(3);
        Standing third = moved(second);
        assertThat(opened(third)).isEqualTo(VALUE);
    }

    @Test
    void whatMissedARotationIsSealedAnewByTheNext() {
        Standing first = sealed(1);
        rotate(2);
        Bytes id = rotate(3);
        assertThat(moved(first).sealed().key()).isEqualTo(id);
    }

    @Test
    void onlyWhatThisServiceSealedAnewIsLogged() {
        Standing before = sealed(1);
        rotate(2);
        notAdmitted(RefusalCode.STALE, reseal(before, leaves.random(32)));
        SealedSecret other =
                service.seal(
                        new SealOrder(
                                new SecretVersion(org, secret, 1),
                                Plaintext.of(new byte[] {1}),
                                Optional.empty()));
        notAdmitted(RefusalCode.STALE, reseal(before, other.digest()));
        SealedSecret anew = resealed(before);
        restart();
        notAdmitted(RefusalCode.STALE, reseal(before, anew.digest()));
        assertThat(opened(moved(before))).isEqualTo(VALUE);
    }

    @Test
    void onlyTheBlobThatTheLeafNamesIsSealedAnew() {
        Standing first = sealed(1);
        Standing second = sealed(2);
        rotate(2);
        refused(
                RefusalCode.DIGEST,
                () -> service.reseal(new ResealOrder(first.leaf(), second.blob())));
        ProvenLeaf foreign = logged(new SecretBody.Seal(secret, 3, first.sealed().digest()));
        refused(
                RefusalCode.CIPHERTEXT,
                () -> service.reseal(new ResealOrder(foreign, first.blob())));
        ProvenLeaf shred = logged(new SecretBody.Shred(secret, 1, first.sealed().digest()));
        refused(RefusalCode.WRONG_TYPE, () -> service.reseal(new ResealOrder(shred, first.blob())));
        Bytes unlogged = leaves.of(org, new SecretBody.Seal(secret, 1, first.sealed().digest()));
        refused(
                RefusalCode.RECEIPT,
                () ->
                        service.reseal(
                                new ResealOrder(
                                        new ProvenLeaf(unlogged, first.leaf().receipt()),
                                        first.blob())));
    }

    @Test
    void aTokenThatSealsWronglyChangesNothing() {
        Standing before = sealed(1);
        rotate(2);
        // The second decryption is the one that checks what was sealed.
        int[] calls = {0};
        backend.alterPlaintexts(
                right -> {
                    byte[] given = right.toArray();
                    given[0] ^= (byte) (calls[0]++ == 1 ? 1 : 0);
                    return Bytes.of(given);
                });
        assertThatThrownBy(() -> resealed(before))
                .isInstanceOf(KeyServiceUnavailableException.class);
        backend.alterPlaintexts(same -> same);
        assertThat(opened(moved(before))).isEqualTo(VALUE);
    }

    @Test
    void anOldVersionIsSwitchedOffAndOnAndTheNewOneIsNot() {
        Standing before = sealed(1);
        notAdmitted(RefusalCode.KEY_STATE, new OrgKeyBody.Switch(1, false));
        rotate(2);
        notAdmitted(RefusalCode.KEY_STATE, new OrgKeyBody.Switch(2, false));
        notAdmitted(RefusalCode.UNKNOWN_KEY, new OrgKeyBody.Switch(3, false));
        logged(new OrgKeyBody.Switch(1, false));
        refused(RefusalCode.KEY_STATE, () -> opened(before));
        restart();
        refused(RefusalCode.KEY_STATE, () -> opened(before));
        assertThat(opened(moved(before))).isEqualTo(VALUE);
        logged(new OrgKeyBody.Switch(1, true));
        assertThat(opened(before)).isEqualTo(VALUE);
    }

    @Test
    void anOldVersionIsDestroyedWhenItIsDueAndNeverComesBack() {
        Standing before = sealed(1);
        rotate(2);
        Standing after = moved(before);
        Instant due = leaves.now().plus(KeyBody.Destruction.SHORTEST);
        ProvenLeaf end = logged(new OrgKeyBody.Destruction(1, due));
        refused(RefusalCode.KEY_STATE, () -> opened(before));
        refused(RefusalCode.WINDOW, () -> service.destroyOrgKey(end));
        notAdmitted(RefusalCode.KEY_STATE, new OrgKeyBody.Destroyed(1));
        clock.advance(KeyBody.Destruction.SHORTEST);
        notAdmitted(RefusalCode.KEY_STATE, new OrgKeyBody.Restoration(1));
        service.destroyOrgKey(end);
        service.destroyOrgKey(end);
        assertThat(labels()).containsExactly(label(2));
        logged(new OrgKeyBody.Destroyed(1));
        notAdmitted(RefusalCode.KEY_STATE, new OrgKeyBody.Switch(1, true));
        notAdmitted(
                RefusalCode.KEY_STATE,
                new OrgKeyBody.Destruction(1, due.plus(KeyBody.Destruction.SHORTEST)));
        refused(RefusalCode.CIPHERTEXT, () -> resealed(before));
        assertThat(opened(after)).isEqualTo(VALUE);
        restart();
        refused(RefusalCode.KEY_STATE, () -> opened(before));
        assertThat(opened(after)).isEqualTo(VALUE);
        assertThat(labels()).containsExactly(label(2));
    }

    @Test
    void aDestructionIsTakenBackInTime() {
        Standing before = sealed(1);
        rotate(2);
        Instant due = leaves.now().plus(KeyBody.Destruction.SHORTEST);
        ProvenLeaf end = logged(new OrgKeyBody.Destruction(1, due));
        Bytes restoration = leaves.of(org, new OrgKeyBody.Restoration(1));
        service.admit(List.of(restoration));
        clock.advance(KeyBody.Destruction.SHORTEST);
        refused(RefusalCode.KEY_STATE, () -> service.destroyOrgKey(end));
        log.append(List.of(restoration));
        refused(RefusalCode.MISMATCH, () -> service.destroyOrgKey(end));
        assertThat(opened(before)).isEqualTo(VALUE);
    }

    @Test
    void anOrgWithoutAKeyHasNoneToRotate() {
        refused(RefusalCode.UNKNOWN_KEY, () -> service.makeOrgKey(new OrgKeyOrder(org, 2)));
        sealed(1);
        refused(RefusalCode.KEY_STATE, () -> service.makeOrgKey(new OrgKeyOrder(org, 3)));
        assertThat(labels()).containsExactly(label(1));
    }

    @Test
    void aTokenWithoutRoomMakesNoVersion() {
        sealed(1);
        restart(usual -> usual.sealing(new SealLimits(new Rate(100, 100), new Rate(100, 100), 1)));
        refused(RefusalCode.NO_ROOM, () -> service.makeOrgKey(new OrgKeyOrder(org, 2)));
    }

    @Test
    void sealingAnewHasAQuotaOfItsOwn() {
        Standing first = sealed(1);
        rotate(2);
        restart(
                usual ->
                        usual.sealing(
                                new SealLimits(new Rate(0.001, 1), new Rate(100, 100), 1_000)));
        resealed(first);
        refused(RefusalCode.QUOTA, () -> resealed(first));
        sealed(2);
        clock.advance(Duration.ofHours(1));
        assertThat(Sha256.of(resealed(first).encode())).isNotEqualTo(first.sealed().digest());
    }
}
