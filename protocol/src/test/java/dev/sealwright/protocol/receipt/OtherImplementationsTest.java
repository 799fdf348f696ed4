package dev.sealwright.protocol.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.crypto.Ed25519Key;
import dev.sealwright.protocol.merkle.ConsistencyProof;
import dev.sealwright.protocol.merkle.HashSource;
import dev.sealwright.protocol.merkle.InclusionProof;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Cosignature;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteAlgorithm;
import dev.sealwright.protocol.note.NoteKey;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * A log of the leaves "leaf 0" to "leaf 10", its key from the seed 42…42 and its witness' from
 * 77…77, as golang.org/x/mod v0.42.0 (sumdb/tlog, sumdb/note) and
 * github.com/transparency-dev/formats v0.1.1 (note, proof) write it. We read it and write the same
 * bytes.
 */
class OtherImplementationsTest {
    private static final byte[] LOG_SEED = HexFormat.of().parseHex("42".repeat(32));
    private static final byte[] WITNESS_SEED = HexFormat.of().parseHex("77".repeat(32));
    private static final List<Bytes> LEAVES =
            IntStream.range(0, 11).mapToObj(i -> Bytes.utf8("leaf " + i)).toList();
    private static final HashSource SOURCE = World.hashes(LEAVES);
    private static final String THEIRS =
            """
            c2sp.org/tlog-proof@v1
            index 6
            S0cR0FayJ4OSwjH9QYWK3qjKiTrQxwSPV9omggAoRf4=
            dauSgmjIb0TaXUJBGI7XHkqrLU131tUBF9rZSoQu3gM=
            T2MQhKFXxU9U/Psj/164ZQxLoWDClbsTqYMrEJ1SZ34=
            TtorR3MgCZLu9sh3uvxlnFyIlS2f3AeykI5dJgJW+xQ=

            seal.example/log/1
            11
            tubAHcNe8yoG1ShcXR8u5hcSynqvU9EI/ULCvRwUFgc=

            — seal.example/log/1 zIu07oDFH5XEzdpyF1pUyJPUthSEHgWDT1rhWN6/6PMsFGjpuHs5K6dH7f+G5UYdNyyPduXJwoNlW7YqCShYhpYqywI=
            — witness.example/w1 dzpsEgAAAABrAoBHBtTgrVi0uf7p//VqlvP5Kmq5HfdZ1infDR++eBMbel9SkHp9vgAulSxEvIIUB8A2upw15AhjW0HQPymFDn7VDQ==
            """;

    private final NoteKey log =
            new NoteKey(
                    "seal.example/log/1", NoteAlgorithm.ED25519, Ed25519Key.publicKey(LOG_SEED));
    private final NoteKey witness =
            new NoteKey(
                    "witness.example/w1",
                    NoteAlgorithm.COSIGNATURE_V1,
                    Ed25519Key.publicKey(WITNESS_SEED));

    @Test
    void theirProofIsReadAndVerified() {
        Receipt receipt = Receipt.parse(THEIRS);
        assertThat(receipt.checkpoint().signedBy(log)).isTrue();
        assertThat(receipt.checkpoint().signedBy(witness)).isTrue();
        Checkpoint head = Checkpoint.parse(receipt.checkpoint().text());
        Bytes leaf = TreeHash.leaf(LEAVES.get(6));
        assertThat(InclusionProof.verify(leaf, 6, head.size(), receipt.proof(), head.root()))
                .isTrue();
    }

    @Test
    void oursIsTheSameByteForByte() {
        String text = new Checkpoint(log.name(), 11, SOURCE.root(11)).text();
        Bytes theirCosignature = Receipt.parse(THEIRS).checkpoint().signatures().get(1).signature();
        long time = ByteBuffer.wrap(theirCosignature.toArray()).getLong();
        Note note =
                new Note(
                        text,
                        List.of(
                                log.signed(Ed25519Key.sign(LOG_SEED, Bytes.utf8(text))),
                                witness.cosigned(
                                        time,
                                        Ed25519Key.sign(
                                                WITNESS_SEED, Cosignature.message(text, time)))));
        assertThat(new Receipt(6, InclusionProof.compute(6, 11, SOURCE), note).text())
                .isEqualTo(THEIRS);
    }

    @Test
    void theirVerifierKeyIsOurs() {
        assertThat(log.vkey())
                .isEqualTo(
                        "seal.example/log/1+cc8bb4ee+ASFS+NGbeR0kRTJC4V8uq2y3z/p7al7TAJeWDgaYgdsS");
        assertThat(witness.id().hex()).isEqualTo("773a6c12");
    }

    @Test
    void theirConsistencyProofIsOurs() {
        assertThat(SOURCE.root(7).hex())
                .isEqualTo("5a61fc2b54f9cfa71774f2432143dd40c6cb2b11947faf65a7d3da5cb65199c8");
        assertThat(ConsistencyProof.compute(7, 11, SOURCE).stream().map(Bytes::hex))
                .containsExactly(
                        "fb7f869ce8b7b51fdf719fc8c21a4736c98cc160a825606a81f78a7f4d2261d9",
                        "4b4711d056b2278392c231fd41858adea8ca893ad0c7048f57da2682002845fe",
                        "75ab928268c86f44da5d4241188ed71e4aab2d4d77d6d50117dad94a842ede03",
                        "4f631084a157c54f54fcfb23ff5eb8650c4ba160c295bb13a9832b109d52677e",
                        "4eda2b4773200992eef6c877bafc659c5c88952d9fdc07b2908e5d260256fb14");
    }
}
