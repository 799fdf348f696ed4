package dev.sealwright.controlplane.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.note.NoteAlgorithm;
import dev.sealwright.protocol.note.NoteKey;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredWitnessTest {
    private static final String VKEY = vkey(1, NoteAlgorithm.COSIGNATURE_V1);

    private static String vkey(int number, NoteAlgorithm algorithm) {
        byte[] key = new byte[32];
        key[0] = (byte) number;
        return new NoteKey("w.example/" + number, algorithm, Bytes.of(key)).vkey();
    }

    @Test
    void aListHasCommentsAndEmptyLines() {
        List<ConfiguredWitness> all =
                ConfiguredWitness.parse(
                        "# who\n\nwitness one "
                                + VKEY
                                + "\thttps://w.example/sub/\nwitness two "
                                + vkey(2, NoteAlgorithm.COSIGNATURE_V1)
                                + " http://localhost:7380");

        assertThat(all).extracting(ConfiguredWitness::name).containsExactly("one", "two");
        assertThat(all)
                .extracting(each -> each.addCheckpoint().toString())
                .containsExactly(
                        "https://w.example/sub/add-checkpoint",
                        "http://localhost:7380/add-checkpoint");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "witness",
                "witness one KEY",
                "log one KEY https://w.example/",
                "witness one KEY https://w.example/ more",
                "witness o/ne KEY https://w.example/",
                "witness one nokey https://w.example/",
                "witness one KEY ftp://w.example/",
                "witness one KEY https://user:word@w.example/",
                "witness one KEY https://w.example/?query",
                "witness one KEY https:///path"
            })
    void whatIsNoWitnessIsRefusedWithItsLine(String line) {
        assertThatThrownBy(() -> ConfiguredWitness.parse("#\n" + line.replace("KEY", VKEY)))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("line 2 of the list of witnesses ");
    }

    @Test
    void aKeyThatMakesNoCosignaturesIsRefused() {
        String line = "witness one " + vkey(1, NoteAlgorithm.ED25519) + " https://w.example/";
        assertThatThrownBy(() -> ConfiguredWitness.parse(line)).hasMessageContaining("0x04");
    }

    @Test
    void nobodyIsNamedTwiceAndThereAreNotTooMany() {
        String line = "witness one " + VKEY + " https://w.example/\n";
        assertThatThrownBy(() -> ConfiguredWitness.parse(line + line))
                .hasMessageContaining("second time");
        String many =
                IntStream.rangeClosed(1, ConfiguredWitness.MAX + 1)
                        .mapToObj(
                                n ->
                                        "witness w"
                                                + n
                                                + " "
                                                + vkey(n, NoteAlgorithm.COSIGNATURE_V1)
                                                + " https://w.example/")
                        .collect(Collectors.joining("\n"));
        assertThatThrownBy(() -> ConfiguredWitness.parse(many)).hasMessageContaining("more than");
    }
}
