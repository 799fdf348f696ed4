package dev.sealwright.protocol.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.World;
import java.security.KeyPair;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NoteTest {
    private static final String TEXT = "one\n\nthree\n";

    private final KeyPair pair = World.ed25519();
    private final NoteKey key =
            new NoteKey("log.example/1", NoteAlgorithm.ED25519, World.raw(pair));
    private final Note note = note(TEXT);

    private Note note(String text) {
        return new Note(
                text,
                List.of(key.signed(World.sign("Ed25519", pair.getPrivate(), Bytes.utf8(text)))));
    }

    /**
     * Verifier keys in public use, whose ids others computed: the Go checksum database's and that
     * of its example.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
                "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
            })
    void aVerifierKeyIsReadAsItWasWritten(String vkey) {
        NoteKey read = NoteKey.parseVkey(vkey);
        assertThat(read.vkey()).isEqualTo(vkey);
        assertThat(read.algorithm()).isEqualTo(NoteAlgorithm.ED25519);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a+b",
                "sum.golang.org+033de0af+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
                "sum.golang.org+033DE0AE+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
                "sum.golang.com+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
                "sum.golang.org+033de0ae+As4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8",
                "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuA==",
                "+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
            })
    void anotherVerifierKeyIsRefused(String vkey) {
        assertThatThrownBy(() -> NoteKey.parseVkey(vkey)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a+b", "a\nb", "a\u00a0b", "a\u2003b", "a\u0085b", "a\tb"})
    void aNameWithSpaceOrPlusIsRefused(String name) {
        assertThatThrownBy(() -> new NoteKey(name, NoteAlgorithm.ED25519, Bytes.zeros(32)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aNoteIsReadAsItWasWrittenAndVerifies() {
        Note read = Note.parse(note.encode());
        assertThat(read).isEqualTo(note);
        assertThat(read.text()).isEqualTo(TEXT);
        assertThat(read.signedBy(key)).isTrue();
        assertThat(
                        read.signedBy(
                                new NoteKey(
                                        "log.example/1", NoteAlgorithm.ED25519, Bytes.zeros(32))))
                .isFalse();
        assertThat(
                        read.signedBy(
                                new NoteKey(
                                        "log.example/1", NoteAlgorithm.COSIGNATURE_V1, key.key())))
                .isFalse();
        assertThat(read.signedBy(new NoteKey("log.example/2", NoteAlgorithm.ED25519, key.key())))
                .isFalse();
    }

    @Test
    void everyChangedByteIsRefusedOrUnsigned() {
        byte[] bytes = note.bytes().toArray();
        for (int at = 0; at < bytes.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] other = bytes.clone();
                other[at] ^= (byte) (1 << bit);
                assertThat(accepts(new String(other, java.nio.charset.StandardCharsets.UTF_8)))
                        .isFalse();
            }
        }
    }

    private boolean accepts(String text) {
        try {
            return Note.parse(text).signedBy(key);
        } catch (MalformedException e) {
            return false;
        }
    }

    static Stream<String> noNotes() {
        String line = "— a.example AAAAAAAA\n";
        return Stream.of(
                "",
                "\n",
                "text\n",
                "text\n\n",
                "text\n" + line,
                "text" + line,
                "text\n\n— a.example AAAAAAAA",
                "text\n\n" + line + "\n",
                "text\n\n- a.example AAAAAAAA\n",
                "text\n\n—  a.example AAAAAAAA\n",
                "text\n\n— a.example AAAAAAAA \n",
                "text\n\n— a.example AAAA\n",
                "text\n\n— a.example AAAAAA==\n",
                "text\n\n— a.example AAAAAAB=\n",
                "text\n\n— a.example AAAAAA\n",
                "text\n\n— a+b AAAAAAAA\n",
                "text\r\n\n" + line,
                "te\u0000xt\n\n" + line,
                "text\n\n" + line + line,
                "text\n\n" + line + "x\n");
    }

    @ParameterizedTest
    @MethodSource("noNotes")
    void whatIsNoNoteIsRefused(String text) {
        assertThatThrownBy(() -> Note.parse(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void sixteenSignaturesAreTakenAndTooManyAreNot() {
        String lines =
                String.join(
                        "",
                        IntStream.range(0, 16)
                                .mapToObj(i -> "— w" + i + ".example AAAAAAAA\n")
                                .toList());
        assertThat(Note.parse("text\n\n" + lines).signatures()).hasSize(16);
        String more =
                String.join(
                        "",
                        IntStream.range(0, 33)
                                .mapToObj(i -> "— w" + i + ".example AAAAAAAA\n")
                                .toList());
        assertThatThrownBy(() -> Note.parse("text\n\n" + more))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Note.parse("x".repeat(Note.MAX_SIZE) + "\n\n" + lines))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aCosignatureHoldsForItsTimeOnly() {
        NoteKey witness = new NoteKey("w.example", NoteAlgorithm.COSIGNATURE_V1, World.raw(pair));
        Bytes signature =
                World.sign("Ed25519", pair.getPrivate(), Cosignature.message(TEXT, 1_679_315_147));
        assertThat(Cosignature.message(TEXT, 1_679_315_147))
                .isEqualTo(Bytes.utf8("cosignature/v1\ntime 1679315147\n" + TEXT));
        Note signed =
                Note.parse(
                        new Note(TEXT, List.of(witness.cosigned(1_679_315_147, signature)))
                                .encode());
        assertThat(signed.signedBy(witness)).isTrue();
        assertThat(
                        new Note(TEXT, List.of(witness.cosigned(1_679_315_148, signature)))
                                .signedBy(witness))
                .isFalse();
        assertThat(new Note(TEXT, List.of(witness.cosigned(-1, signature))).signedBy(witness))
                .isFalse();
    }

    /** The form of the example in c2sp.org/tlog-cosignature. */
    @Test
    void aCosignedCheckpointIsRead() {
        Note read =
                Note.parse(
                        """
                        example.com/behind-the-sofa
                        20852163
                        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

                        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
                        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==
                        """);
        assertThat(read.signatures()).extracting(s -> s.signature().size()).containsExactly(64, 72);
        Checkpoint checkpoint = Checkpoint.parse(read.text());
        assertThat(checkpoint.size()).isEqualTo(20_852_163);
        assertThat(checkpoint.text()).isEqualTo(read.text());
    }

    static Stream<String> noCheckpoints() {
        String root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
        return Stream.of(
                "",
                "\n",
                "a\n",
                "a\n1\n",
                "a\n1\n" + root.strip(),
                "\n1\n" + root,
                "a\n01\n" + root,
                "a\n+1\n" + root,
                "a\n-1\n" + root,
                "a\n\u0661\n" + root,
                "a\n9223372036854775808\n" + root,
                "a\n 1\n" + root,
                "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
                "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==\n",
                "a\n1\n" + root + "\n",
                "a\n1\n" + root + "x\n\ny\n",
                "a\n1\n" + root + "x\n".repeat(20));
    }

    @ParameterizedTest
    @MethodSource("noCheckpoints")
    void whatIsNoCheckpointIsRefused(String text) {
        assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(MalformedException.class);
    }
}
