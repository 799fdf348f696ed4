package dev.sealwright.protocol.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import org.junit.jupiter.api.Test;

class ReceiptVerifierTest {
    private final World world = new World();
    private final ReceiptVerifier verifier = new ReceiptVerifier(world.verifiedAnchors());

    private static Leaf event(int n) {
        return new Leaf(
                Bytes.concat(Bytes.zeros(8), Bytes.uint64(n)),
                World.NOW,
                World.ORG,
                new LeafBody.Event(EventKind.HOST_ENROLLED, EventOutcome.SUCCESS, Bytes.zeros(32)));
    }

    @Test
    void aLoggedLeafIsVerifiedAtItsIndex() {
        for (int n = 0; n < 20; n++) {
            Leaf leaf = event(n);
            Receipt receipt = Receipt.parse(world.log(leaf.encode()).text());
            VerifiedLeaf verified = verifier.verify(leaf.encode(), receipt);
            assertThat(verified.leaf()).isEqualTo(leaf);
            assertThat(verified.index()).isEqualTo(n);
            assertThat(verified.treeSize()).isEqualTo(n + 1);
        }
    }

    @Test
    void anotherLeafUnderTheSameReceiptIsRefused() {
        Receipt receipt = world.log(event(1).encode());
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(event(2).encode(), receipt))
                .extracting(VerificationException::reason)
                .isEqualTo(VerificationException.Reason.INCLUSION);
    }

    @Test
    void checkpointsOfFormerVotersAreForgottenWithThem() {
        Leaf leaf = event(1);
        Receipt receipt = world.log(leaf.encode());
        assertThat(verifier.verify(leaf.encode(), receipt).leaf()).isEqualTo(leaf);
        assertThat(verifier.verify(leaf.encode(), receipt).leaf()).isEqualTo(leaf);
        verifier.follow(AnchorsChain.of(successorWithOtherVoters()));
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verifier.verify(leaf.encode(), receipt))
                .extracting(VerificationException::reason)
                .isEqualTo(VerificationException.Reason.QUORUM);
    }

    private static VerifiedAnchors successorWithOtherVoters() {
        World other = new World();
        Anchors first = other.anchors();
        var second =
                new Anchors(
                        first.version() + 1,
                        first.validity(),
                        first.origin(),
                        first.trustDomain(),
                        first.serverNames(),
                        first.voters(),
                        first.quorum(),
                        first.operators(),
                        first.operatorsRequired(),
                        first.serverCa(),
                        first.hostCa(),
                        first.recoveryKey(),
                        first.nextRoot());
        return AnchorsDocument.verify(other.sign(second), other.pin(), World.NOW);
    }

    @Test
    void aLeafOfAnotherTypeOrOrgIsNotWhatWasExpected() {
        Leaf leaf = event(1);
        VerifiedLeaf verified = verifier.verify(leaf.encode(), world.log(leaf.encode()));
        assertThat(verified.expect(LeafBody.Event.class, World.ORG)).isEqualTo(leaf.body());
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verified.expect(LeafBody.Policy.class))
                .extracting(VerificationException::reason)
                .isEqualTo(VerificationException.Reason.LEAF_TYPE);
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> verified.expect(LeafBody.Event.class, Bytes.zeros(16)))
                .extracting(VerificationException::reason)
                .isEqualTo(VerificationException.Reason.ORGANISATION);
    }
}
