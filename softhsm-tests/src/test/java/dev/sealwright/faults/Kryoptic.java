package dev.sealwright.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Kryoptic, whose tokens get a post-quantum log key, too. */
record Kryoptic(Path module) implements Vendor {
    /** Names its library, which {@code ./sealwright test --full} builds. */
    static final String VARIABLE = "SEALWRIGHT_KRYOPTIC";

    /** As the environment names it. */
    static Kryoptic ofTheEnvironment() {
        return new Kryoptic(Path.of(System.getenv(VARIABLE)));
    }

    @Override
    public Map<String, String> environment(Path folder) {
        try {
            Path configuration = Files.createDirectories(folder).resolve("kryoptic.conf");
            Files.write(
                    configuration,
                    List.of(
                            "[[slots]]",
                            "slot = 1",
                            "dbtype = \"sqlite\"",
                            "dbargs = \"" + folder.resolve("token.sql") + "\""));
            return Map.of("KRYOPTIC_CONF", configuration.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> options() {
        return List.of("--post-quantum");
    }
}
