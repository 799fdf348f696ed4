package dev.sealwright.keyservice.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    @TempDir private Path folder;

    private Credentials here() {
        return Credentials.of(Map.of("CREDENTIALS_DIRECTORY", folder.toString()));
    }

    private Path file(String name, String mode) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "secret\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    @Test
    void aCredentialIsFoundByItsName() throws IOException {
        Path pin = file(Credentials.SERVICE_PIN, "r--------");

        assertThat(here().find("service-pin")).contains(pin);
        assertThat(here().find("database-password")).isEmpty();
    }

    @Test
    void withoutAFolderThereAreNone() {
        assertThat(Credentials.of(Map.of()).find("service-pin")).isEmpty();
        assertThat(Credentials.of(Map.of("CREDENTIALS_DIRECTORY", "")).find("x")).isEmpty();
    }

    @Test
    void theMaskOfAnAccessControlListIsNobodysRight() throws IOException {
        Path granted = file("granted", "r--r-----");

        assertThat(OwnFile.isPrivate(granted, here())).isTrue();
        assertThat(OwnFile.isPrivate(granted, Credentials.of(Map.of()))).isFalse();
    }

    @Test
    void aCredentialThatOthersCanReadOrWriteIsRefused() throws IOException {
        assertThat(OwnFile.isPrivate(file("others", "r--r--r--"), here())).isFalse();
        assertThat(OwnFile.isPrivate(file("writable", "rw-rw----"), here())).isFalse();
    }

    @Test
    void aFileBelowTheFolderIsNoCredential() throws IOException {
        Files.createDirectory(folder.resolve("below"));
        Path below = file("below/service-pin", "r--r-----");

        assertThat(OwnFile.isPrivate(below, here())).isFalse();
    }
}
