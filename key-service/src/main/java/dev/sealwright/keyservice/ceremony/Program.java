package dev.sealwright.keyservice.ceremony;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** Which program this is, for those who compare builds. */
final class Program {
    private Program() {}

    /** Its name, and SHA-256 of the file that it was loaded from where that is one. */
    static String name() {
        return "sealwright ceremony"
                + file().filter(Files::isRegularFile)
                        .map(file -> " of sha256 " + FolderDigest.of(file).hex())
                        .orElse(", not packaged");
    }

    private static Optional<Path> file() {
        try {
            CodeSource source = Program.class.getProtectionDomain().getCodeSource();
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
