package dev.sealwright.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SoftHSM truncates {@code token.object} at each login before it writes it: whoever is killed in
 * between leaves no token. The launcher puts it back.
 */
class KilledLoginTest {
    @TempDir private Path tokens;
    private Path object;

    @BeforeEach
    void aToken() throws IOException {
        object = Files.createDirectory(tokens.resolve("a-token")).resolve("token.object");
        Files.writeString(object, "as the ceremony left it");
    }

    @Test
    void anEmptiedTokenIsPutBack() throws IOException {
        Healing.of(tokens);
        Files.writeString(object, "");

        Healing.of(tokens);

        assertThat(object).hasContent("as the ceremony left it");
    }

    @Test
    void oneThatIsWholeIsLeftAsItIs() throws IOException {
        Healing.of(tokens);
        Files.writeString(object, "with another PIN");

        Healing.of(tokens);
        Files.writeString(object, "");
        Healing.of(tokens);

        assertThat(object).hasContent("with another PIN");
    }

    @Test
    void whatWasNeverSeenWholeIsNotMadeUp() throws IOException {
        Files.writeString(object, "");

        Healing.of(tokens);

        assertThat(object).isEmptyFile();
        assertThat(object.resolveSibling("token.object.kept")).doesNotExist();
    }

    @Test
    void aFolderWithoutTokensIsNoFault() throws IOException {
        Files.delete(object);

        Healing.of(tokens);

        assertThat(tokens.resolve("a-token")).isEmptyDirectory();
    }
}
