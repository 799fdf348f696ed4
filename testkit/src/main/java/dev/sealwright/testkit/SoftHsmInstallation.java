package dev.sealwright.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where SoftHSM2 is on this machine.
 *
 * @param module libsofthsm2
 * @param utility softhsm2-util, which initialises tokens from outside
 */
record SoftHsmInstallation(Path module, Path utility) {
    static final String MISSING =
            "SoftHSM2 is not on this machine. Install it (Debian, Ubuntu and Fedora: package softhsm2 or softhsm;"
                    + " macOS: brew install softhsm), or name the module in SOFTHSM2_MODULE.";

    private static final List<String> MODULES =
            List.of(
                    "/usr/lib/softhsm/libsofthsm2.so",
                    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
                    "/usr/lib64/softhsm/libsofthsm2.so",
                    "/usr/lib64/pkcs11/libsofthsm2.so",
                    "/usr/lib64/libsofthsm2.so",
                    "/usr/lib/pkcs11/libsofthsm2.so",
                    "/usr/local/lib/softhsm/libsofthsm2.so",
                    "/opt/homebrew/lib/softhsm/libsofthsm2.so");

    private static final List<String> FOLDERS_OF_PROGRAMS =
            List.of("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin");

    static Optional<SoftHsmInstallation> found() {
        Optional<Path> module =
                Stream.concat(Stream.ofNullable(System.getenv("SOFTHSM2_MODULE")), MODULES.stream())
                        .map(Path::of)
                        .filter(Files::isReadable)
                        .findFirst();
        Optional<Path> utility =
                FOLDERS_OF_PROGRAMS.stream()
                        .map(folder -> Path.of(folder, "softhsm2-util"))
                        .filter(Files::isExecutable)
                        .findFirst();
        return module.flatMap(m -> utility.map(u -> new SoftHsmInstallation(m, u)));
    }

    static SoftHsmInstallation required() {
        return found().orElseThrow(() -> new IllegalStateException(MISSING));
    }
}
