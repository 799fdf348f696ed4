package dev.sealwright.controlplane;

import dev.sealwright.keyservice.KeyServiceConfig;
import dev.sealwright.keyservice.ceremony.CeremonyMain;
import dev.sealwright.keyservice.quota.AdmissionLimits;
import dev.sealwright.keyservice.quota.SealLimits;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.testkit.SoftHsm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The one ceremony of this JVM's tests, held by the ceremony program in processes of its own.
 *
 * @param home a data folder
 */
record Ceremony(Path home, Path module) {
    static final String ADMIN_KEY = "sw_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    /** Unlike that of any run before, whose tokens may still lie in the build folder. */
    private static final String TOKEN =
            "control-plane-" + Long.toHexString(Instant.now().toEpochMilli());

    private static final long PATIENCE_SECONDS = 120;
    private static Optional<Ceremony> held = Optional.empty();

    static synchronized Ceremony held(SoftHsm hsm) {
        if (held.isEmpty()) {
            held = Optional.of(hold(hsm));
        }
        return held.get();
    }

    private static Ceremony hold(SoftHsm hsm) {
        try {
            Path home = Files.createTempDirectory("sealwright-service");
            Files.createDirectories(home.resolve("ceremony"));
            Files.writeString(home.resolve("admin.key.sha256"), adminKeyDigest().hex());
            Ceremony ceremony = new Ceremony(home, hsm.module());
            ceremony.makeServiceKeys(hsm.folder().configuration());
            ceremony.signWithRoot(hsm.separateFolder(home.resolve("root")).configuration());
            return ceremony;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Bytes adminKeyDigest() {
        return Sha256.of(Bytes.utf8(ADMIN_KEY));
    }

    DataFolder folder() {
        return new DataFolder(home);
    }

    KeyServiceConfig config(Path stateFolder) {
        KeyServiceConfig usual = KeyServiceConfig.inDataFolder(home, module);
        return new KeyServiceConfig(
                module,
                TOKEN,
                usual.pinFile(),
                stateFolder,
                usual.ceremonyFolder(),
                usual.firstPlatformKeyDigestFile(),
                List.of(),
                AdmissionLimits.DEFAULT,
                SealLimits.DEFAULT,
                usual.maxHostCertificate(),
                usual.maxServerCertificate());
    }

    private void makeServiceKeys(Path configuration) {
        run(
                configuration,
                "service-keys",
                "--module",
                module.toString(),
                "--token-label",
                TOKEN,
                "--dir",
                home.resolve("hsm").toString(),
                "--out",
                home.resolve("ceremony/service-keys.json").toString());
    }

    private void signWithRoot(Path configuration) {
        run(
                configuration,
                "root",
                "--module",
                module.toString(),
                "--token-label",
                "sealwright-root",
                "--dir",
                home.resolve("root").toString(),
                "--in",
                home.resolve("ceremony/service-keys.json").toString(),
                "--out",
                home.resolve("ceremony").toString(),
                "--origin",
                "localhost:8444/log/1",
                "--trust-domain",
                "sealwright.test",
                "--server-name",
                "localhost",
                "--server-name",
                "127.0.0.1");
    }

    private static void run(Path configuration, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CeremonyMain.class.getName()));
        command.addAll(List.of(arguments));
        try {
            Path output = Files.createTempFile("ceremony", ".out");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().put("SOFTHSM2_CONF", configuration.toString());
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("the ceremony hangs");
            }
            String said = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            if (process.exitValue() != 0) {
                throw new IllegalStateException("the ceremony failed: " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the ceremony ran", e);
        }
    }
}
