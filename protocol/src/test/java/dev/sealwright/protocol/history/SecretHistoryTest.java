package dev.sealwright.protocol.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.RecordKind;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.leaf.SecretBody;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretHistoryTest {
    private static final Bytes ID = Uuids.v7(World.NOW, Bytes.zeros(10));
    private static final Bytes SECRET = Bytes.fromHex("05".repeat(16));
    private static final Bytes OTHER = Bytes.fromHex("06".repeat(16));
    private static final Bytes HASH = Bytes.zeros(32);
    private static final Bytes BLOB = Bytes.fromHex("b1".repeat(32));
    private static final Bytes OTHER_BLOB = Bytes.fromHex("b2".repeat(32));

    private final SecretHistory history = new SecretHistory();

    @BeforeEach
    void anOrgWithASecret() {
        ok(World.ORG, row(RecordKind.SECRET, SECRET, 1, RecordState.SET));
    }

    private Optional<String> add(Bytes org, LeafBody body) {
        return history.add(new Leaf(ID, World.NOW, org, body));
    }

    private void ok(Bytes org, LeafBody body) {
        assertThat(add(org, body)).isEmpty();
    }

    private void broken(Bytes org, LeafBody body) {
        assertThat(add(org, body)).isPresent();
    }

    private static LeafBody row(RecordKind kind, Bytes row, long version, RecordState state) {
        return new LeafBody.RecordBody(kind, row, version, state, HASH);
    }

    private static LeafBody seal(long version) {
        return new SecretBody.Seal(SECRET, version, BLOB);
    }

    private static LeafBody unseal(long version, Bytes blob) {
        return new SecretBody.Unseal(SECRET, version, blob, HASH);
    }

    private static LeafBody shred(long version) {
        return new SecretBody.Shred(SECRET, version, BLOB);
    }

    @Test
    void whatWasSealedIsOpenedAsOftenAsLeavesSay() {
        ok(World.ORG, seal(1));
        ok(World.ORG, unseal(1, BLOB));
        ok(World.ORG, unseal(1, BLOB));
        ok(World.ORG, shred(1));
    }

    @Test
    void nothingIsOpenedThatWasNotSealedBefore() {
        broken(World.ORG, unseal(1, BLOB));
        ok(World.ORG, seal(1));
        broken(World.ORG, unseal(2, BLOB));
    }

    @Test
    void nothingIsOpenedUnderAnotherHash() {
        ok(World.ORG, seal(1));
        broken(World.ORG, unseal(1, OTHER_BLOB));
    }

    @Test
    void nothingIsOpenedByAnotherOrg() {
        ok(World.ORG, seal(1));
        broken(OTHER, unseal(1, BLOB));
        broken(OTHER, shred(1));
    }

    @Test
    void aVersionIsSealedOnceInWhateverOrder() {
        ok(World.ORG, seal(4));
        ok(World.ORG, seal(3));
        broken(World.ORG, seal(4));
        broken(World.ORG, seal(3));
    }

    @Test
    void aSecondSealOfAVersionDoesNotReplaceTheFirst() {
        ok(World.ORG, seal(1));
        broken(World.ORG, new SecretBody.Seal(SECRET, 1, OTHER_BLOB));
        broken(World.ORG, unseal(1, OTHER_BLOB));
        ok(World.ORG, unseal(1, BLOB));
    }

    @Test
    void onlyASecretOfItsOrgIsSealed() {
        broken(OTHER, seal(1));
        broken(World.ORG, new SecretBody.Seal(OTHER, 1, BLOB));
        ok(World.ORG, row(RecordKind.USER, OTHER, 1, RecordState.SET));
        broken(World.ORG, new SecretBody.Seal(OTHER, 2, BLOB));
    }

    @Test
    void aRemovedSecretIsNotSealed() {
        ok(World.ORG, row(RecordKind.SECRET, SECRET, 2, RecordState.REMOVED));
        broken(World.ORG, seal(1));
    }

    private static LeafBody reseal(Bytes blob, Bytes next) {
        return new SecretBody.Reseal(SECRET, 1, blob, next);
    }

    @Test
    void aReEncryptionGoesOnFromTheBlobThatStands() {
        ok(World.ORG, seal(1));
        ok(World.ORG, reseal(BLOB, OTHER_BLOB));
        ok(World.ORG, unseal(1, OTHER_BLOB));
        broken(World.ORG, reseal(BLOB, HASH));
        ok(World.ORG, reseal(OTHER_BLOB, HASH));
        broken(World.ORG, reseal(OTHER_BLOB, BLOB));
    }

    @Test
    void aReEncryptionIsOfAVersionThatIsThere() {
        broken(World.ORG, reseal(BLOB, OTHER_BLOB));
        ok(World.ORG, seal(1));
        broken(OTHER, reseal(BLOB, OTHER_BLOB));
        broken(World.ORG, reseal(HASH, OTHER_BLOB));
    }

    @Test
    void whatAReEncryptionOvertookIsNoFault() {
        ok(World.ORG, seal(1));
        ok(World.ORG, reseal(BLOB, OTHER_BLOB));
        ok(World.ORG, unseal(1, BLOB));
        ok(World.ORG, shred(1));
        ok(World.ORG, reseal(OTHER_BLOB, HASH));
        broken(World.ORG, unseal(1, HASH));
    }

    @Test
    void whatWasDestroyedIsNeitherOpenedNorDestroyedAgain() {
        ok(World.ORG, seal(1));
        ok(World.ORG, shred(1));
        broken(World.ORG, unseal(1, BLOB));
        broken(World.ORG, shred(1));
    }
}
