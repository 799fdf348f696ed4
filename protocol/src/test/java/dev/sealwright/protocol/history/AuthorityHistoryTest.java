package dev.sealwright.protocol.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.leaf.Approvable;
import dev.sealwright.protocol.leaf.AuthorityBody.Approval;
import dev.sealwright.protocol.leaf.AuthorityBody.AuthorityKey;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.RecordState;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class AuthorityHistoryTest {
    private static final String ORIGIN = "localhost:8444/log/1";
    private static final Bytes ORG = Bytes.fromHex("0f".repeat(16));
    private static final Bytes ROW = Bytes.fromHex("0a".repeat(16));

    private final AuthorityHistory history = new AuthorityHistory(ORIGIN);
    private final KeyPair authority = keys();
    private Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private int leaves;

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Leaf leaf(LeafBody body) {
        return new Leaf(Sha256.of(Bytes.uint64(leaves++)).slice(0, 16), now, ORG, body);
    }

    private void fine(LeafBody body) {
        assertThat(history.add(leaf(body))).isEmpty();
    }

    private void wrong(LeafBody body, String what) {
        assertThat(history.add(leaf(body)))
                .hasValueSatisfying(found -> assertThat(found).contains(what));
    }

    private AuthorityKey key(KeyPair of, long version, RecordState state) {
        return new AuthorityKey(ROW, version, state, Spki.encode(of.getPublic()));
    }

    private Approval approval(KeyPair signer, LeafBody of) {
        Bytes subject = new Approvable(ORIGIN, ORG, of).subject();
        Instant expires = now.plusSeconds(600);
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(signer.getPrivate());
            signature.update(Approvable.message(subject, expires).toArray());
            return new Approval(
                    subject,
                    Spki.fingerprint(signer.getPublic()),
                    expires,
                    Bytes.of(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private LeafBody bootstrap(int number) {
        try (BootstrapSeed seed = BootstrapSeed.of(Sha256.of(Bytes.uint64(number)).toArray())) {
            return new LeafBody.Bootstrap(
                    BootstrapId.of(seed.publicKey()).value(),
                    seed.publicKey(),
                    ROW,
                    Validity.starting(now, Duration.ofMinutes(15)));
        }
    }

    /** Long ago, so that nothing can have been under way. */
    private void theOrgHasAKey() {
        fine(key(authority, 1, RecordState.SET));
        now = now.plusSeconds(600);
    }

    @Test
    void anOrgWithoutKeysNeedsNoApproval() {
        fine(bootstrap(1));
        assertThat(history.keys(ORG)).isEmpty();
    }

    @Test
    void anApprovalIsGoodForOneLeaf() {
        theOrgHasAKey();
        LeafBody wanted = bootstrap(1);
        wrong(wanted, "no authority key of its org approved");
        fine(approval(authority, wanted));
        wrong(bootstrap(2), "no authority key of its org approved");
        fine(wanted);
        wrong(wanted, "no authority key of its org approved");
        wrong(approval(authority, wanted), "a second approval");
    }

    @Test
    void anApprovalThatIsOverApprovesNothingAndCanBeGivenAgain() {
        theOrgHasAKey();
        LeafBody wanted = bootstrap(1);
        fine(approval(authority, wanted));
        now = now.plusSeconds(700);
        wrong(wanted, "no authority key of its org approved");
        fine(approval(authority, wanted));
        fine(wanted);
    }

    @Test
    void aStrangersKeyApprovesNothing() {
        theOrgHasAKey();
        KeyPair stranger = keys();
        LeafBody wanted = bootstrap(1);
        wrong(approval(stranger, wanted), "a key that its org does not have");
        Approval forged = approval(stranger, wanted);
        wrong(
                new Approval(
                        forged.subject(),
                        Spki.fingerprint(authority.getPublic()),
                        forged.expires(),
                        forged.signature()),
                "does not verify");
    }

    @Test
    void aChangeOfKeysThatWasNotApprovedCountsForNothing() {
        theOrgHasAKey();
        KeyPair own = keys();
        wrong(key(own, 2, RecordState.SET), "no authority key of its org approved");
        wrong(key(authority, 2, RecordState.REMOVED), "no authority key of its org approved");
        assertThat(history.keys(ORG)).hasSize(1);
        wrong(approval(own, bootstrap(1)), "a key that its org does not have");
    }

    @Test
    void theLastKeyIsRemovedByItsOwnApproval() {
        theOrgHasAKey();
        LeafBody removal = key(authority, 2, RecordState.REMOVED);
        fine(approval(authority, removal));
        fine(removal);
        assertThat(history.orgs()).isEmpty();
        assertThat(history.version(ORG, ROW)).isEqualTo(2);
        fine(bootstrap(1));
    }

    @Test
    void whatWasUnderWayWhenTheFirstKeyCameIsNoContradiction() {
        fine(key(authority, 1, RecordState.SET));
        now = now.plusSeconds(30);
        fine(bootstrap(1));
        fine(key(keys(), 1, RecordState.SET));
        assertThat(history.keys(ORG)).hasSize(1);
    }
}
