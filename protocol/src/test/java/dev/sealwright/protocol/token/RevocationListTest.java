package dev.sealwright.protocol.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RevocationListTest {
    private static final RevocationList.Entry WHOLE =
            new RevocationList.Entry(
                    Bytes.fromHex("a1".repeat(16)), Optional.empty(), Tokens.HOUR.expires());
    private static final RevocationList.Entry SUBTREE =
            new RevocationList.Entry(
                    Bytes.fromHex("a1".repeat(16)),
                    Optional.of(Bytes.fromHex("b2".repeat(32))),
                    Tokens.HOUR.expires());

    private final World world = new World();
    private final ReceiptVerifier verifier = new ReceiptVerifier(world.verifiedAnchors());

    @Test
    void aListIsReadAsItWasWrittenAndNoOtherBytesAreIt() {
        RevocationList list =
                RevocationList.of(World.ORG, 7, List.of(WHOLE, SUBTREE, WHOLE), World.NOW);
        assertThat(list.entries()).hasSize(2);
        assertThat(RevocationList.decode(list.encode())).isEqualTo(list);
        byte[] encoded = list.encode().toArray();
        for (int at = 0; at < encoded.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] other = encoded.clone();
                other[at] ^= (byte) (1 << bit);
                differs(list, Bytes.of(other));
            }
            differs(list, list.encode().slice(0, at));
        }
    }

    private static void differs(RevocationList list, Bytes other) {
        try {
            RevocationList read = RevocationList.decode(other);
            assertThat(read).isNotEqualTo(list);
            assertThat(read.encode()).isEqualTo(other);
        } catch (MalformedException e) {
            assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(200);
        }
    }

    @Test
    void entriesOutOfOrderAreRefused() {
        List<RevocationList.Entry> sorted =
                RevocationList.of(World.ORG, 7, List.of(WHOLE, SUBTREE), World.NOW).entries();
        assertThatThrownBy(() -> new RevocationList(World.ORG, 7, sorted.reversed()))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void whatEndedByItselfIsNotTold() {
        assertThat(
                        RevocationList.of(
                                        World.ORG,
                                        7,
                                        List.of(WHOLE),
                                        Tokens.HOUR.expires().plusSeconds(61))
                                .entries())
                .isEmpty();
    }

    @Test
    void aLoggedListVerifiesAndAnEditedOneDoesNot() {
        RevocationDocument document = Revocations.logged(world, WHOLE);
        RevocationDocument read = RevocationDocument.fromJson(document.toJson());
        assertThat(read.verify(verifier).list().entries()).containsExactly(WHOLE);

        Bytes shorter = new RevocationList(World.ORG, 0, List.of()).encode();
        var edited = new RevocationDocument(shorter, document.leaf(), document.receipt());
        assertThatExceptionOfType(VerificationException.class)
                .isThrownBy(() -> edited.verify(verifier))
                .extracting(VerificationException::reason)
                .isEqualTo(VerificationException.Reason.MISMATCH);
    }
}
