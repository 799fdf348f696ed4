package dev.sealwright.keyservice.ceremony;

import dev.sealwright.protocol.secret.ExportedSecret;
import java.nio.file.Path;

/** Where recovered values go: {@code <org>/<name>.v<version>}, for their owner alone. */
final class RecoveryFolder implements SecretRecovery.Keeper {
    private final Path folder;

    RecoveryFolder(Path folder) {
        this.folder = CeremonyFiles.folder(folder);
    }

    @Override
    public void keep(ExportedSecret secret, long version, byte[] value) {
        Path org = CeremonyFiles.folder(folder.resolve(secret.org()));
        CeremonyFiles.writePrivate(org.resolve(secret.name() + ".v" + version), value);
    }
}
