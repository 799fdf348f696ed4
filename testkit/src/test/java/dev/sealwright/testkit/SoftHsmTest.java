package dev.sealwright.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class SoftHsmTest {
    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    @Test
    void aClassKeepsItsToken(SoftHsmToken token) {
        assertThat(token).isEqualTo(HSM.token());
        assertThat(token.directory()).isDirectory();
        assertThat(token.module()).isReadable();
    }

    @Test
    void pinsAreForTheOwnerOnly() throws IOException {
        Path pin = HSM.token().userPinFile();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pin)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(pin)).isNotEqualTo(Files.readString(HSM.token().soPinFile()));
    }

    @Test
    void aTokenGoesAwayAndComesBack() {
        SoftHsmToken token = HSM.newToken("wandering");

        Path aside = token.moveAway();

        assertThat(token.directory()).doesNotExist();
        assertThat(aside).isDirectory();

        token.moveBack();

        assertThat(token.directory()).isDirectory();
        token.remove();
        assertThat(token.directory()).doesNotExist();
    }

    @Test
    void aSeparateFolderHasTokensOfItsOwn(@TempDir Path where) {
        TokenFolder folder = HSM.separateFolder(where);

        SoftHsmToken token = folder.newToken("root");

        assertThat(token.directory()).startsWith(where);
        assertThat(folder.environment())
                .containsEntry("SOFTHSM2_CONF", folder.configuration().toString());
    }
}
