package dev.sealwright.keyservice.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.UnsealOrder;
import dev.sealwright.keyservice.backend.AuthenticationFailedException;
import dev.sealwright.keyservice.backend.KeyAttribute;
import dev.sealwright.keyservice.backend.KeyDescription;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.SharedTokenTests;
import dev.sealwright.keyservice.quota.Rate;
import dev.sealwright.keyservice.quota.SealLimits;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.RecoveryBox;
import dev.sealwright.protocol.secret.SealedSecret;
import dev.sealwright.protocol.secret.SecretContent;
import dev.sealwright.protocol.secret.SecretVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is sealed under an org's key, and which leaves open it again. */
final class SecretSealingTest extends SharedTokenTests {
    private static final byte[] VALUE = "correct horse".getBytes(StandardCharsets.UTF_8);

    private final Bytes secret = leaves.id();

    /** A version that was sealed, with its leaf. */
    private record Version(SecretVersion version, SealedSecret sealed, ProvenLeaf leaf) {
        Bytes blob() {
            return sealed.encode();
        }
    }

    private Version sealed(Bytes org, long number, byte[] value) {
        SecretVersion version = new SecretVersion(org, secret, number);
        SealedSecret sealed =
                service.seal(new SealOrder(version, Plaintext.of(value.clone()), Optional.empty()));
        return new Version(version, sealed, logged(org, number, sealed.digest()));
    }

    private ProvenLeaf logged(Bytes org, long number, Bytes blob) {
        return log.appended(leaves.of(org, new SecretBody.Seal(secret, number, blob)));
    }

    private Version sealed() {
        return sealed(Leaves.ORG, 1, VALUE);
    }

    private ProvenLeaf unsealLeaf(Version version) {
        return unsealLeaf(version.version(), version.sealed().digest());
    }

    private ProvenLeaf unsealLeaf(SecretVersion version, Bytes blob) {
        LeafBody body =
                new SecretBody.Unseal(version.secret(), version.version(), blob, leaves.random(32));
        return log.appended(leaves.of(version.org(), body));
    }

    private UnsealOrder order(Version version) {
        return new UnsealOrder(version.leaf(), unsealLeaf(version), version.blob());
    }

    private void refused(RefusalCode code, UnsealOrder order) {
        refused(code, () -> service.unseal(order));
    }

    @Test
    void aSealedValueIsOpenedByItsLeaves() {
        assertThat(service.unseal(order(sealed())).copy()).isEqualTo(VALUE);
    }

    @Test
    void theLargestValueAndTheSmallestAreTaken() {
        byte[] large = leaves.random(SealedSecret.MAX_DIRECT).toArray();
        assertThat(service.unseal(order(sealed(Leaves.ORG, 1, large))).copy()).isEqualTo(large);
        byte[] small = {7};
        assertThat(service.unseal(order(sealed(Leaves.ORG, 2, small))).copy()).isEqualTo(small);
    }

    @Test
    void noOtherSizeIsTaken() {
        refused(RefusalCode.SIZE, () -> sealed(Leaves.ORG, 1, new byte[0]));
        refused(
                RefusalCode.SIZE,
                () -> sealed(Leaves.ORG, 1, new byte[SealedSecret.MAX_DIRECT + 1]));
        SecretContent content = new SecretContent(1, leaves.random(32));
        refused(
                RefusalCode.SIZE,
                () ->
                        service.seal(
                                new SealOrder(
                                        new SecretVersion(Leaves.ORG, secret, 1),
                                        Plaintext.of(new byte[31]),
                                        Optional.of(content))));
    }

    @Test
    void theVeryNextRequestGetsTheSameAnswer() {
        UnsealOrder order = order(sealed());
        assertThat(service.unseal(order).copy()).isEqualTo(VALUE);
        assertThat(service.unseal(order).copy()).isEqualTo(VALUE);
    }

    @Test
    void aReceiptOfALaterCheckpointIsTheSameRequest() {
        Version version = sealed();
        ProvenLeaf unseal = unsealLeaf(version);
        int at = log.size() - 1;
        service.unseal(new UnsealOrder(version.leaf(), unseal, version.blob()));
        log.append(List.of(leaves.event()));
        assertThat(
                        service.unseal(
                                        new UnsealOrder(
                                                log.proven(at - 1), log.proven(at), version.blob()))
                                .copy())
                .isEqualTo(VALUE);
    }

    @Test
    void anUnsealLeafIsGoodForOneRequest() {
        Version version = sealed();
        ProvenLeaf again = logged(Leaves.ORG, 1, version.sealed().digest());
        ProvenLeaf unseal = unsealLeaf(version);
        service.unseal(new UnsealOrder(version.leaf(), unseal, version.blob()));
        refused(RefusalCode.USED, new UnsealOrder(again, unseal, version.blob()));
    }

    @Test
    void anUnsealLeafIsGoodForAWhile() {
        Version version = sealed();
        ProvenLeaf unseal = unsealLeaf(version);
        UnsealOrder order = new UnsealOrder(version.leaf(), unseal, version.blob());
        clock.advance(Duration.ofMinutes(-1));
        assertThat(service.unseal(order).copy()).isEqualTo(VALUE);
        clock.advance(Duration.ofMinutes(6));
        assertThat(service.unseal(order).copy()).isEqualTo(VALUE);
        clock.advance(Duration.ofSeconds(1));
        refused(RefusalCode.WINDOW, order);
    }

    @Test
    void anUnsealLeafOfTheFutureIsRefused() {
        UnsealOrder order = order(sealed());
        clock.advance(Duration.ofSeconds(-61));
        refused(RefusalCode.WINDOW, order);
    }

    @Test
    void whatWasLoggedBeforeARestartIsAskedForAgain() {
        Version version = sealed();
        ProvenLeaf before = unsealLeaf(version);
        restart();
        refused(RefusalCode.STALE, new UnsealOrder(version.leaf(), before, version.blob()));
        assertThat(service.unseal(order(version)).copy()).isEqualTo(VALUE);
    }

    @Test
    void bothLeavesMustStandInTheLog() {
        Version version = sealed();
        ProvenLeaf unseal = unsealLeaf(version);
        Bytes planted =
                leaves.of(
                        Leaves.ORG,
                        new SecretBody.Unseal(
                                secret, 1, version.sealed().digest(), leaves.random(32)));
        refused(
                RefusalCode.RECEIPT,
                new UnsealOrder(
                        version.leaf(), new ProvenLeaf(planted, unseal.receipt()), version.blob()));
        Bytes plantedSeal =
                leaves.of(Leaves.ORG, new SecretBody.Seal(secret, 1, version.sealed().digest()));
        refused(
                RefusalCode.RECEIPT,
                new UnsealOrder(
                        new ProvenLeaf(plantedSeal, version.leaf().receipt()),
                        unseal,
                        version.blob()));
    }

    @Test
    void theLeavesMustBeOfTheirTypes() {
        Version version = sealed();
        ProvenLeaf unseal = unsealLeaf(version);
        ProvenLeaf shred =
                log.appended(
                        leaves.of(
                                Leaves.ORG,
                                new SecretBody.Shred(secret, 1, version.sealed().digest())));
        for (UnsealOrder order :
                List.of(
                        new UnsealOrder(version.leaf(), version.leaf(), version.blob()),
                        new UnsealOrder(unseal, unseal, version.blob()),
                        new UnsealOrder(version.leaf(), shred, version.blob()))) {
            refused(RefusalCode.WRONG_TYPE, order);
        }
    }

    @Test
    void theLeavesMustBeOfOneOrg() {
        Bytes otherOrg = leaves.random(16);
        Version version = sealed();
        SecretVersion foreign = new SecretVersion(otherOrg, secret, 1);
        ProvenLeaf unseal = unsealLeaf(foreign, version.sealed().digest());
        refused(RefusalCode.FOREIGN_ORG, new UnsealOrder(version.leaf(), unseal, version.blob()));
    }

    @Test
    void theLeavesMustNameTheSame() {
        Version version = sealed();
        Version second = sealed(Leaves.ORG, 2, VALUE);
        refused(
                RefusalCode.MISMATCH,
                new UnsealOrder(version.leaf(), unsealLeaf(second), version.blob()));
        ProvenLeaf otherBlob = unsealLeaf(version.version(), second.sealed().digest());
        refused(RefusalCode.MISMATCH, new UnsealOrder(version.leaf(), otherBlob, second.blob()));
    }

    @Test
    void theSealComesFirst() {
        SecretVersion version = new SecretVersion(Leaves.ORG, secret, 1);
        SealedSecret sealed =
                service.seal(new SealOrder(version, Plaintext.of(VALUE.clone()), Optional.empty()));
        ProvenLeaf unseal = unsealLeaf(version, sealed.digest());
        ProvenLeaf seal = logged(Leaves.ORG, 1, sealed.digest());
        refused(RefusalCode.MISMATCH, new UnsealOrder(seal, unseal, sealed.encode()));
    }

    @Test
    void onlyTheBlobThatTheLeavesNameIsOpened() {
        Version version = sealed();
        Version second = sealed(Leaves.ORG, 2, VALUE);
        refused(
                RefusalCode.DIGEST,
                new UnsealOrder(version.leaf(), unsealLeaf(version), second.blob()));
    }

    @Test
    void aCiphertextOfAnotherVersionSecretOrOrgIsNotOpened() {
        SealedSecret first = sealed().sealed();
        SecretVersion second = new SecretVersion(Leaves.ORG, secret, 2);
        ProvenLeaf seal = logged(Leaves.ORG, 2, first.digest());
        ProvenLeaf unseal = unsealLeaf(second, first.digest());
        refused(RefusalCode.CIPHERTEXT, new UnsealOrder(seal, unseal, first.encode()));

        Bytes otherOrg = leaves.random(16);
        sealed(otherOrg, 1, VALUE);
        ProvenLeaf foreignSeal = logged(otherOrg, 2, first.digest());
        ProvenLeaf foreign = unsealLeaf(new SecretVersion(otherOrg, secret, 2), first.digest());
        refused(RefusalCode.CIPHERTEXT, new UnsealOrder(foreignSeal, foreign, first.encode()));
    }

    @Test
    void aDataKeyDoesNotPassForAValue() {
        SecretVersion version = new SecretVersion(Leaves.ORG, secret, 1);
        SecretContent content = new SecretContent(9, leaves.random(32));
        SealedSecret large =
                service.seal(
                        new SealOrder(version, Plaintext.of(new byte[32]), Optional.of(content)));
        SealedSecret direct =
                new SealedSecret(
                        large.key(),
                        large.iv(),
                        large.ciphertext(),
                        large.recovery(),
                        Optional.empty());
        ProvenLeaf seal = logged(Leaves.ORG, 1, direct.digest());
        refused(
                RefusalCode.CIPHERTEXT,
                new UnsealOrder(seal, unsealLeaf(version, direct.digest()), direct.encode()));
    }

    @Test
    void aBlobOfAnotherFormIsRefused() {
        SecretVersion version = new SecretVersion(Leaves.ORG, secret, 1);
        Bytes nonsense = Bytes.utf8("not a blob");
        ProvenLeaf seal = logged(Leaves.ORG, 1, Sha256.of(nonsense));
        ProvenLeaf unseal = unsealLeaf(version, Sha256.of(nonsense));
        refused(RefusalCode.MALFORMED, new UnsealOrder(seal, unseal, nonsense));
        refused(
                RefusalCode.MALFORMED,
                new UnsealOrder(new ProvenLeaf(seal.leaf(), "receipt"), unseal, nonsense));
    }

    @Test
    void aBlobThatNamesAnotherKeyIsRefused() {
        Version version = sealed();
        SealedSecret other =
                new SealedSecret(
                        leaves.random(16),
                        version.sealed().iv(),
                        version.sealed().ciphertext(),
                        new RecoveryBox(
                                leaves.random(32), version.sealed().recovery().ciphertext()),
                        Optional.empty());
        ProvenLeaf seal = logged(Leaves.ORG, 3, other.digest());
        SecretVersion third = new SecretVersion(Leaves.ORG, secret, 3);
        refused(
                RefusalCode.CIPHERTEXT,
                new UnsealOrder(seal, unsealLeaf(third, other.digest()), other.encode()));
    }

    @Test
    void openingMakesNoKey() {
        Bytes org = leaves.random(16);
        Version version = sealed();
        SealedSecret sealed = version.sealed();
        ProvenLeaf seal = logged(org, 1, sealed.digest());
        ProvenLeaf unseal = unsealLeaf(new SecretVersion(org, secret, 1), sealed.digest());
        refused(RefusalCode.CIPHERTEXT, new UnsealOrder(seal, unseal, sealed.encode()));
        assertThat(orgKey(org)).isEmpty();
    }

    private Optional<KeyInventory.Key> orgKey(Bytes org) {
        return service.describeKeys().keys().stream()
                .filter(key -> key.label().equals("kek-" + org.hex()))
                .findFirst();
    }

    @Test
    void eachOrgHasAKeyThatNeverLeavesTheToken() {
        sealed();
        Bytes org = leaves.random(16);
        assertThat(orgKey(org)).isEmpty();
        sealed(org, 1, VALUE);
        assertThat(orgKey(Leaves.ORG).orElseThrow().id())
                .isNotEqualTo(orgKey(org).orElseThrow().id());
        assertThat(orgKey(org).orElseThrow().attributes())
                .containsEntry("TOKEN", true)
                .containsEntry("SENSITIVE", true)
                .containsEntry("NEVER_EXTRACTABLE", true)
                .containsEntry("WRAP", false);
    }

    @Test
    void whoComesTogetherGetsOneKey() throws Exception {
        Bytes org = leaves.random(16);
        Callable<SealedSecret> seal =
                () ->
                        service.seal(
                                new SealOrder(
                                        new SecretVersion(org, secret, 1),
                                        Plaintext.of(VALUE.clone()),
                                        Optional.empty()));
        try (ExecutorService callers = Executors.newFixedThreadPool(4)) {
            List<Future<SealedSecret>> answers = callers.invokeAll(List.of(seal, seal, seal, seal));
            for (Future<SealedSecret> answer : answers) {
                assertThat(answer.get().key()).isEqualTo(answers.getFirst().get().key());
            }
        }
        assertThat(
                        service.describeKeys().keys().stream()
                                .filter(key -> key.label().equals("kek-" + org.hex())))
                .hasSize(1);
    }

    @Test
    void aKeyThatCouldLeaveIsNotUsed() {
        Bytes org = leaves.random(16);
        sealed(org, 1, VALUE);
        backend.alterDescriptions(changed(org));
        restart();
        assertThatThrownBy(() -> sealed(org, 2, VALUE))
                .isInstanceOf(KeyServiceUnavailableException.class)
                .cause()
                .hasMessageContaining("could leave its token");
    }

    @Test
    void ofTwoKeysNoneIsUsed() {
        Bytes org = leaves.random(16);
        sealed(org, 1, VALUE);
        backend.alterDescriptions(
                keys ->
                        Stream.concat(
                                        keys.stream(),
                                        keys.stream()
                                                .filter(
                                                        key ->
                                                                key.label()
                                                                        .equals(
                                                                                "kek-"
                                                                                        + org
                                                                                                .hex())))
                                .toList());
        restart();
        assertThatThrownBy(() -> sealed(org, 2, VALUE))
                .isInstanceOf(KeyServiceUnavailableException.class)
                .cause()
                .hasMessageContaining("is there twice");
        sealed(Leaves.ORG, 2, VALUE);
    }

    private static UnaryOperator<List<KeyDescription>> changed(Bytes org) {
        return keys ->
                keys.stream()
                        .map(key -> key.label().equals("kek-" + org.hex()) ? loose(key) : key)
                        .toList();
    }

    private static KeyDescription loose(KeyDescription key) {
        Map<KeyAttribute, Boolean> attributes = new EnumMap<>(key.attributes());
        attributes.put(KeyAttribute.NEVER_EXTRACTABLE, false);
        return new KeyDescription(
                key.label(),
                key.id(),
                key.keyClass(),
                key.type(),
                key.algorithm(),
                key.spki(),
                attributes);
    }

    @Test
    void aFullTokenTakesNoFurtherOrg() {
        sealed();
        restart(usual -> usual.sealing(new SealLimits(new Rate(1, 10), new Rate(1, 10), 1)));
        refused(RefusalCode.NO_ROOM, () -> sealed(leaves.random(16), 1, VALUE));
        assertThat(service.unseal(order(sealed(Leaves.ORG, 2, VALUE))).copy()).isEqualTo(VALUE);
    }

    @Test
    void eachOrgHasItsQuota() {
        restart(
                usual ->
                        usual.sealing(
                                new SealLimits(new Rate(0.001, 2), new Rate(0.001, 1), 10_000)));
        Version version = sealed();
        sealed(Leaves.ORG, 2, VALUE);
        refused(RefusalCode.QUOTA, () -> sealed(Leaves.ORG, 3, VALUE));
        service.unseal(order(version));
        refused(RefusalCode.QUOTA, order(version));
        sealed(leaves.random(16), 1, VALUE);
    }

    @Test
    void aTokenThatIsAwayIsSaidToBe() {
        Version version = sealed();
        UnsealOrder order = order(version);
        backend.setAway(true);
        assertThatThrownBy(() -> service.unseal(order))
                .isInstanceOf(KeyServiceUnavailableException.class);
        assertThatThrownBy(() -> sealed(Leaves.ORG, 2, VALUE))
                .isInstanceOf(KeyServiceUnavailableException.class);
        backend.setAway(false);
        assertThat(service.unseal(order).copy()).isEqualTo(VALUE);
    }

    @Test
    void whatTheTokenDoesNotOpenAgainIsNotSealed() {
        backend.alterPlaintexts(value -> Bytes.concat(value, Bytes.zeros(1)));
        assertThatThrownBy(() -> sealed()).isInstanceOf(KeyServiceUnavailableException.class);
        backend.alterPlaintexts(
                value -> {
                    throw new AuthenticationFailedException();
                });
        assertThatThrownBy(() -> sealed()).isInstanceOf(KeyServiceUnavailableException.class);
        backend.alterPlaintexts(UnaryOperator.identity());
        assertThat(service.unseal(order(sealed())).copy()).isEqualTo(VALUE);
    }

    @Test
    void aPlaintextShowsNothingAndIsWiped() {
        Plaintext value = Plaintext.of(VALUE.clone());
        assertThat(value.toString()).doesNotContain("correct", "636f7272");
        assertThat(value)
                .isEqualTo(Plaintext.of(VALUE.clone()))
                .isNotEqualTo(Plaintext.of(new byte[13]));
        value.close();
        assertThat(value.copy()).containsOnly(0);
    }
}
