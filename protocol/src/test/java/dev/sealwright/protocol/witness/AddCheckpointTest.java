package dev.sealwright.protocol.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddCheckpointTest {
    /** The example of c2sp.org/tlog-witness. */
    private static final String EXAMPLE =
            """
            old 20852014
            PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
            jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
            5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
            /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
            — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
            """;

    @Test
    void theExampleOfTheSpecificationIsReadAndWrittenTheSame() {
        AddCheckpoint request = AddCheckpoint.parse(EXAMPLE);
        assertThat(request.oldSize()).isEqualTo(20_852_014);
        assertThat(request.proof()).hasSize(4);
        assertThat(request.checkpoint().size()).isEqualTo(20_852_163);
        assertThat(request.note().signatures()).hasSize(2);
        assertThat(request.encode()).isEqualTo(EXAMPLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "old 020852014",
                "old -1",
                "old  20852014",
                "old 20852164",
                "old 99999999999999999999",
                "Old 20852014",
                "20852014",
                "old 20852014\nAAAA",
                "old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw",
                "\nold 20852014"
            })
    void anotherFirstPartIsMalformed(String first) {
        String body = EXAMPLE.replaceFirst("old 20852014", first);
        assertThatThrownBy(() -> AddCheckpoint.parse(body)).isInstanceOf(MalformedException.class);
    }

    @Test
    void aProofOfMoreThanSixtyThreeHashesIsMalformed() {
        Bytes hash = Sha256.of(Bytes.EMPTY);
        String most = EXAMPLE.replaceFirst("old 0?.*\n", "old 1\n" + line(hash).repeat(59));
        assertThat(AddCheckpoint.parse(most).proof()).hasSize(63);
        String more = EXAMPLE.replaceFirst("old 0?.*\n", "old 1\n" + line(hash).repeat(60));
        assertThatThrownBy(() -> AddCheckpoint.parse(more)).isInstanceOf(MalformedException.class);
    }

    private static String line(Bytes hash) {
        return hash.base64() + "\n";
    }

    @Test
    void aBodyTooLongIsMalformedBeforeItIsRead() {
        String body = EXAMPLE + "x".repeat(AddCheckpoint.MAX_SIZE);
        assertThatThrownBy(() -> AddCheckpoint.parse(body)).isInstanceOf(MalformedException.class);
    }

    @Test
    void anyChangedCharacterGivesAnotherRequestOrIsMalformed() {
        AddCheckpoint original = AddCheckpoint.parse(EXAMPLE);
        Random random = new Random(20_261_126);
        for (int i = 0; i < EXAMPLE.length(); i++) {
            var changed = new StringBuilder(EXAMPLE);
            changed.setCharAt(i, (char) (EXAMPLE.charAt(i) ^ (1 + random.nextInt(127))));
            assertThat(read(changed.toString()).stream())
                    .allSatisfy(
                            other -> {
                                assertThat(other).isNotEqualTo(original);
                                assertThat(other.encode()).isEqualTo(changed.toString());
                            });
        }
    }

    private static Optional<AddCheckpoint> read(String body) {
        try {
            return Optional.of(AddCheckpoint.parse(body));
        } catch (MalformedException _) {
            return Optional.empty();
        }
    }

    @Test
    void anOldSizeOfNoneNeedsNoProof() {
        var note = AddCheckpoint.parse(EXAMPLE).note();
        var request = new AddCheckpoint(0, List.of(), note);
        assertThat(AddCheckpoint.parse(request.encode())).isEqualTo(request);
    }
}
