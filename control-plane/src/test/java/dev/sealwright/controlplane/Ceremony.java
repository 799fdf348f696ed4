package dev.sealwright.controlplane;

import dev.sealwright.keyservice.KeyServiceConfig;
import dev.sealwright.keyservice.TokenUse;
import dev.sealwright.keyservice.ceremony.CeremonyMain;
import dev.sealwright.keyservice.quota.AdmissionLimits;
import dev.sealwright.keyservice.quota.SealLimits;
import dev.sealwright.keyservice.quota.SignLimits;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.testkit.JavaProgram;
import dev.sealwright.testkit.SoftHsm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A ceremony, held by the ceremony program in processes of its own.
 *
 * @param home a data folder
 * @param token label of the service token
 */
record Ceremony(Path home, Path module, String token) {
    static final String ADMIN_KEY = "sw_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    /** Unlike that of any run before, whose tokens may still lie in the build folder. */
    private static final String TOKEN =
            "control-plane-" + Long.toHexString(Instant.now().toEpochMilli());

    private static Optional<Ceremony> held = Optional.empty();

    /** The one that this JVM's tests share. */
    static synchronized Ceremony held(SoftHsm hsm) {
        if (held.isEmpty()) {
            held = Optional.of(hold(hsm));
        }
        return held.get();
    }

    private static Ceremony hold(SoftHsm hsm) {
        try {
            Path home = Files.createTempDirectory("sealwright-service");
            return new Ceremony(home, hsm.module(), TOKEN).hold(hsm, hsm.folder().configuration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another one, whose tokens lie in the folder too, for a process of its own. */
    static Ceremony heldIn(Path home, SoftHsm hsm, String token) {
        return new Ceremony(home, hsm.module(), token)
                .hold(hsm, hsm.separateFolder(home.resolve("hsm")).configuration());
    }

    private Ceremony hold(SoftHsm hsm, Path serviceTokens) {
        try {
            Files.createDirectories(home.resolve("ceremony"));
            Files.writeString(home.resolve("admin.key.sha256"), adminKeyDigest().hex());
            makeServiceKeys(serviceTokens);
            signWithRoot(hsm.separateFolder(home.resolve("root")).configuration());
            return this;
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
                token,
                usual.pinFile(),
                TokenUse.USUAL,
                stateFolder,
                usual.ceremonyFolder(),
                usual.firstPlatformKeyDigestFile(),
                List.of(),
                AdmissionLimits.DEFAULT,
                SealLimits.DEFAULT,
                SignLimits.DEFAULT,
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
                token,
                "--dir",
                home.resolve("hsm").toString(),
                "--out",
                home.resolve("ceremony/service-keys.json").toString());
    }

    /** The one operator's own key, apart from any token. */
    Path operatorKey() {
        return home.resolve("operator/operator.key");
    }

    private void signWithRoot(Path configuration) {
        run(configuration, "operator-key", "--dir", home.resolve("operator").toString());
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
                "127.0.0.1",
                "--operator",
                "operator-1=" + home.resolve("operator/operator.pub"));
    }

    private static void run(Path configuration, String... arguments) {
        try {
            Path output = Files.createTempFile("ceremony", ".out");
            new JavaProgram(
                            CeremonyMain.class.getName(),
                            Map.of("SOFTHSM2_CONF", configuration.toString()),
                            output)
                    .run(arguments);
            Files.delete(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
