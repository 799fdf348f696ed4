package dev.sealwright.client.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.client.terminal.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PrivateFileTest {
    @TempDir private Path folder;
    private Path file;

    @BeforeEach
    void nameAFile() {
        file = folder.resolve("secret");
    }

    @Test
    void onlyTheOwnerCanReadWhatIsWritten() throws IOException {
        PrivateFile.write(file, "one".getBytes(UTF_8));
        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(PrivateFile.read(file, 3)).asString(UTF_8).isEqualTo("one");
    }

    @Test
    void aWriteReplacesTheWholeFileAndLeavesNothingElse() throws IOException {
        PrivateFile.write(file, "a longer first content".getBytes(UTF_8));
        PrivateFile.write(file, "two".getBytes(UTF_8));
        assertThat(PrivateFile.read(file, 100)).asString(UTF_8).isEqualTo("two");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aReadOnlyFileCanStillBeReplaced() throws IOException {
        PrivateFile.writeReadOnly(file, "one".getBytes(UTF_8));
        assertThat(mode(file)).isEqualTo("r--------");
        PrivateFile.writeReadOnly(file, "two".getBytes(UTF_8));
        assertThat(PrivateFile.read(file, 3)).asString(UTF_8).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rwx--x---"})
    void aFileThatOthersReachIsRefused(String mode) throws IOException {
        PrivateFile.write(file, new byte[1]);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        assertThatThrownBy(() -> PrivateFile.read(file, 10))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("by others");
    }

    @Test
    void aLinkIsRefused() throws IOException {
        PrivateFile.write(file, new byte[1]);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThatThrownBy(() -> PrivateFile.read(link, 10))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("not a plain file");
    }

    @Test
    void aFileThatIsTooLongIsRefused() {
        PrivateFile.write(file, new byte[11]);
        assertThatThrownBy(() -> PrivateFile.read(file, 10))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("longer than 10 bytes");
    }

    @Test
    void aMissingFileIsSaidToBeMissing() {
        assertThat(PrivateFile.readIfPresent(file, 10)).isEmpty();
        assertThatThrownBy(() -> PrivateFile.read(file, 10))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("there is no file");
    }

    @Test
    void aFolderIsMadePrivateAndOneThatIsNotIsRefused() throws IOException {
        Path made = folder.resolve("a/b");
        PrivateFile.makeFolder(made);
        assertThat(mode(made)).isEqualTo("rwx------");
        Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwxr-x---"));
        assertThatThrownBy(() -> PrivateFile.makeFolder(made)).isInstanceOf(CommandFailure.class);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
