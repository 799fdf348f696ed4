package dev.sealwright.protocol.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExportedSecretTest {
    private static final ExportedSecret EXPORTED =
            new ExportedSecret("acme", "db", Bytes.utf8("blob"), Bytes.utf8("leaf"), "receipt");

    @Test
    void itIsReadAsItWasWritten() {
        assertThat(ExportedSecret.decode(EXPORTED.encode())).isEqualTo(EXPORTED);
    }

    @Test
    void noOtherBytesAreTheSame() {
        byte[] encoded = EXPORTED.encode().toArray();
        for (int at = 0; at < encoded.length; at++) {
            byte[] other = encoded.clone();
            other[at] ^= 1;
            try {
                assertThat(ExportedSecret.decode(Bytes.of(other))).isNotEqualTo(EXPORTED);
            } catch (MalformedException e) {
                assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(200);
            }
            Bytes less = Bytes.of(encoded).slice(0, at);
            assertThatThrownBy(() -> ExportedSecret.decode(less))
                    .isInstanceOf(MalformedException.class);
        }
    }

    /** The name becomes the name of a file. */
    @Test
    void aNameThatLeadsElsewhereIsRefused() {
        for (String name : List.of("", ".", "..", "../up", "a/b", ".hidden", "A", "a\0")) {
            assertThatThrownBy(() -> new ExportedSecret("acme", name, Bytes.EMPTY, Bytes.EMPTY, ""))
                    .isInstanceOf(MalformedException.class);
            assertThatThrownBy(() -> new ExportedSecret(name, "db", Bytes.EMPTY, Bytes.EMPTY, ""))
                    .isInstanceOf(MalformedException.class);
        }
    }
}
