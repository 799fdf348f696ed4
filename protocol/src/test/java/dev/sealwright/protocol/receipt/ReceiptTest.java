package dev.sealwright.protocol.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReceiptTest {
    private final World world = new World();
    private final ReceiptVerifier verifier = new ReceiptVerifier(world.verifiedAnchors());

    private Bytes activation(int n) {
        Bytes id = Uuids.v7(World.NOW, Bytes.concat(Bytes.zeros(2), Bytes.uint64(n)));
        return new Leaf(
                        id,
                        World.NOW,
                        World.ORG,
                        new LeafBody.Activation(Bytes.zeros(16), Bytes.zeros(32)))
                .encode();
    }

    @Test
    void everyChangedByteOfTheReceiptIsRefused() {
        for (int n = 0; n < 5; n++) {
            world.log(activation(n));
        }
        Bytes leaf = activation(2);
        byte[] text = world.receipt(2).text().getBytes(StandardCharsets.UTF_8);
        assertThat(accepts(leaf, text)).isTrue();
        for (int at = 0; at < text.length; at++) {
            for (int bit = 0; bit < 8; bit += 3) {
                byte[] other = text.clone();
                other[at] ^= (byte) (1 << bit);
                assertThat(accepts(leaf, other)).as("byte %d", at).isFalse();
            }
        }
    }

    @Test
    void everyChangedByteOfTheLeafIsRefused() {
        Bytes leaf = activation(0);
        Receipt receipt = world.log(leaf);
        byte[] text = receipt.text().getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < leaf.size(); at++) {
            byte[] other = leaf.toArray();
            other[at] ^= 1;
            assertThat(accepts(Bytes.of(other), text)).isFalse();
        }
    }

    /** By each way to verify it, which must agree. */
    private boolean accepts(Bytes leaf, byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean asText = accepts(() -> verifier.verify(leaf, text));
        assertThat(accepts(() -> verifier.verify(leaf, Receipt.parse(text)))).isEqualTo(asText);
        return asText;
    }

    private static boolean accepts(Runnable verification) {
        try {
            verification.run();
            return true;
        } catch (MalformedException | VerificationException e) {
            assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(200);
            return false;
        }
    }

    @Test
    void whatIsInTheLogButIsNoLeafIsRefused() {
        Bytes entry = Bytes.utf8("not a leaf");
        Receipt receipt = world.log(entry);
        assertThatThrownBy(() -> verifier.verify(entry, receipt))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aRememberedCheckpointStillNeedsTheRightPath() {
        Receipt first = world.log(activation(0));
        verifier.verify(activation(0), first);
        verifier.verify(activation(0), first);
        assertThatThrownBy(() -> verifier.verify(activation(1), first))
                .isInstanceOf(VerificationException.class);
        assertThatThrownBy(() -> verifier.verify(activation(1), first.text()))
                .isInstanceOf(VerificationException.class);
    }

    static Stream<String> noReceipts() {
        World world = new World();
        world.log(Bytes.EMPTY);
        String text = world.log(Bytes.EMPTY).text();
        return Stream.of(
                "",
                text.substring(1),
                text.replace("@v1", "@v2"),
                text.replace("index 1", "index 01"),
                text.replace("index 1", "index -1"),
                text.replace("index 1", "index  1"),
                text.replace("index 1", "index 1000000000000000000"),
                text.replace("index 1", "extra AAAA\nindex 1"),
                text.replace("index 1\n", ""),
                text.replace("\n\n", "\n"),
                text.replace("\n", "\r\n"),
                text + "\n",
                text.replace("index 1\n", "index 1\n" + "A".repeat(43) + "=\n".repeat(1) + "A\n"),
                text.replace("index 1\n", "index 1\n" + ("A".repeat(43) + "=\n").repeat(62)),
                "x".repeat(Receipt.MAX_SIZE) + text);
    }

    @ParameterizedTest
    @MethodSource("noReceipts")
    void whatIsNoReceiptIsRefused(String text) {
        assertThatThrownBy(() -> Receipt.parse(text)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> verifier.verify(Bytes.EMPTY, text))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aReceiptIsReadAsItWasWritten() {
        for (int n = 0; n < 9; n++) {
            Receipt receipt = world.log(activation(n));
            assertThat(Receipt.parse(receipt.text())).isEqualTo(receipt);
            assertThat(Receipt.parse(receipt.text()).text()).isEqualTo(receipt.text());
        }
    }
}
