package dev.sealwright.keyservice.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.keyservice.fixture.CeremonyRun;
import dev.sealwright.keyservice.fixture.HeldCeremony;
import dev.sealwright.keyservice.fixture.SharedCeremony;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.testkit.SoftHsmToken;
import dev.sealwright.testkit.TokenFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the ceremony program does and leaves, run as operators run it. */
final class CeremonyTest {
    @RegisterExtension static final SharedCeremony CEREMONY = new SharedCeremony();

    @TempDir Path folder;

    private record InProcess(int status, String out, String err) {
        String all() {
            return out + err;
        }
    }

    /** The commands that need no token. */
    private static InProcess run(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status =
                CeremonyMain.run(
                        List.of(words),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        new SecureRandom(),
                        Clock.systemUTC());
        return new InProcess(
                status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private static Path home() {
        return CEREMONY.ceremony().home();
    }

    private static Path made(String name) {
        return home().resolve("ceremony").resolve(name);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void secretsAreForTheirOwnerAlone() throws IOException {
        for (Path secret :
                List.of(
                        home().resolve("hsm/user.pin"),
                        home().resolve("hsm/so.pin"),
                        home().resolve("root/user.pin"),
                        home().resolve("root/so.pin"),
                        made("recovery/share-1.txt"),
                        made("recovery/share-2.txt"),
                        made("recovery/share-3.txt"))) {
            assertThat(mode(secret)).as(secret.toString()).isEqualTo("rw-------");
        }
        assertThat(mode(made("recovery"))).isEqualTo("rwx------");
    }

    @Test
    void whatIsPublicHoldsNoPinAndNoShare() throws IOException {
        List<String> secrets = new ArrayList<>();
        for (String pin : List.of("hsm/user.pin", "hsm/so.pin", "root/user.pin", "root/so.pin")) {
            secrets.add(Files.readString(home().resolve(pin)).strip());
        }
        for (int share = 1; share <= 3; share++) {
            Bytes file = Bytes.of(Files.readAllBytes(made("recovery/share-" + share + ".txt")));
            secrets.add(Bytes.of(RecoveryShare.parse(file).secret()).hex());
        }
        for (String name : List.of("service-keys.json", "transcript.json", "root.crt")) {
            assertThat(Files.readString(made(name))).doesNotContain(secrets);
        }
    }

    @Test
    void aProbeSaysOfEachOperationWhatTheTokenOffers() {
        CeremonyRun probe =
                CeremonyRun.of(
                        CEREMONY.hsm().folder().configuration(),
                        List.of(
                                "probe",
                                "--module",
                                CEREMONY.ceremony().module().toString(),
                                "--token-label",
                                CEREMONY.ceremony().tokenLabel(),
                                "--pin-file",
                                home().resolve("hsm/user.pin").toString()));

        assertThat(probe.status()).as(probe.output()).isZero();
        assertThat(probe.output())
                .contains("SoftHSM 2 (profile softhsm2): software")
                .contains("available  append    the log key, Ed25519, tried")
                .contains("available  sign      client keys, RSA-3072, tried, for whoever asks")
                .contains("has what a service needs");
    }

    @Test
    void aProbeOfATokenThatLacksWhatIsNeededIsRefused() throws IOException {
        Path profile =
                Files.writeString(
                        folder.resolve("trial.profile"),
                        """
                        sealwright-pkcs11-profile 1
                        name trial
                        title a trial
                        standing hsm
                        login pin
                        nonce caller
                        point wrapped
                        session-keys no
                        mechanism AES_GCM 0x80000c04
                        """);
        CeremonyRun probe =
                CeremonyRun.of(
                        CEREMONY.hsm().folder().configuration(),
                        List.of(
                                "probe",
                                "--module",
                                CEREMONY.ceremony().module().toString(),
                                "--token-label",
                                CEREMONY.ceremony().tokenLabel(),
                                "--pin-file",
                                home().resolve("hsm/user.pin").toString(),
                                "--profile",
                                profile.toString(),
                                "--json"));

        assertThat(probe.status()).as(probe.output()).isEqualTo(CeremonyMain.REFUSED);
        assertThat(probe.output())
                .contains("\"event\": \"missing\"")
                .contains("lacks what nothing replaces: seal");
    }

    @Test
    void aTokenThatIsInitialisedAlreadyGetsTheKeysToo() {
        SoftHsmToken token = CEREMONY.hsm().newToken("given");
        Path out = folder.resolve("keys.json");
        CeremonyRun run =
                CeremonyRun.of(
                        token.folder().configuration(),
                        List.of(
                                "service-keys",
                                "--module",
                                token.module().toString(),
                                "--token-label",
                                token.label(),
                                "--pin-file",
                                token.userPinFile().toString(),
                                "--out",
                                out.toString()));

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output()).contains("opened token").doesNotContain("initialised");
        assertThat(out).exists();
    }

    @Test
    void aSecondCeremonyInTheSameFolderIsRefused() {
        TokenFolder other = CEREMONY.hsm().separateFolder(folder.resolve("other"));
        CeremonyRun again =
                CeremonyRun.of(
                        other.configuration(),
                        List.of(
                                "service-keys",
                                "--module",
                                CEREMONY.ceremony().module().toString(),
                                "--token-label",
                                "another",
                                "--dir",
                                folder.resolve("pins").toString(),
                                "--out",
                                made("service-keys.json").toString()));
        assertThat(again.status()).isEqualTo(CeremonyMain.REFUSED);
        assertThat(again.output()).contains("held already").doesNotContain("\tat ");
        assertThat(folder.resolve("pins")).doesNotExist();
    }

    @Test
    void theRootDoesNotSignKeysThatDoNotProveThemselves() throws IOException {
        TokenFolder root = CEREMONY.hsm().separateFolder(folder.resolve("root"));
        Path keys = folder.resolve("service-keys.json");
        String good = Files.readString(made("service-keys.json"));
        Map<String, String> object = FlatJson.read(good);
        object.put("log_key", Bytes.zeros(32).base64Url());
        Files.writeString(keys, FlatJson.write(object));
        CeremonyRun run =
                CeremonyRun.of(
                        root.configuration(),
                        HeldCeremony.rootArguments(
                                CEREMONY.ceremony().module().toString(), folder, keys));
        assertThat(run.status()).isEqualTo(CeremonyMain.REFUSED);
        assertThat(run.output()).contains("do not prove themselves");
        assertThat(folder.resolve("root/user.pin")).doesNotExist();
    }

    @Test
    void anyThresholdOfSharesGivesTheRecoveryKeyBackAndFewerDoNot() {
        for (List<Integer> pair : List.of(List.of(1, 2), List.of(1, 3), List.of(3, 2))) {
            InProcess enough = verifyRecovery(pair);
            assertThat(enough.status()).as(enough.all()).isEqualTo(CeremonyMain.DONE);
        }
        assertThat(verifyRecovery(List.of(2)).status()).isEqualTo(CeremonyMain.REFUSED);
        assertThat(verifyRecovery(List.of(2, 2)).status()).isEqualTo(CeremonyMain.REFUSED);
    }

    private static InProcess verifyRecovery(List<Integer> numbers) {
        Stream<String> shares =
                numbers.stream()
                        .flatMap(
                                n ->
                                        Stream.of(
                                                "--share",
                                                made("recovery/share-" + n + ".txt").toString()));
        return run(
                Stream.concat(
                                Stream.of(
                                        "verify-recovery",
                                        "--ceremony",
                                        home().resolve("ceremony").toString()),
                                shares)
                        .toArray(String[]::new));
    }

    @Test
    void aShareWithAnyByteChangedIsRefused() throws IOException {
        byte[] good = Files.readAllBytes(made("recovery/share-1.txt"));
        Path changed = folder.resolve("share.txt");
        for (int at = 0; at < good.length; at += 3) {
            byte[] bad = good.clone();
            bad[at] ^= 0x01;
            Files.write(changed, bad);
            InProcess run =
                    run(
                            "verify-recovery",
                            "--ceremony",
                            home().resolve("ceremony").toString(),
                            "--share",
                            changed.toString(),
                            "--share",
                            made("recovery/share-2.txt").toString());
            assertThat(run.status()).as("byte %d", at).isEqualTo(CeremonyMain.REFUSED);
        }
    }

    @Test
    void aShareDoesNotShowItsSecret() throws IOException {
        Bytes file = Bytes.of(Files.readAllBytes(made("recovery/share-1.txt")));
        RecoveryShare share = RecoveryShare.parse(file);
        assertThat(share.toString()).doesNotContain(Bytes.of(share.secret()).hex());
        share.wipe();
        assertThat(share.secret()).containsOnly(0);
    }

    @Test
    void whatWasMistypedIsSaidAndNothingIsDone() {
        assertThat(run().status()).isEqualTo(CeremonyMain.USAGE);
        assertThat(run("rooot").status()).isEqualTo(CeremonyMain.USAGE);
        assertThat(run("root", "--modul", "x").err()).contains("--module is missing");
        assertThat(run("verify-recovery", "--share").err()).contains("needs a value");
        assertThat(
                        run(
                                        "verify-recovery",
                                        "--share",
                                        "a",
                                        "--ceremony",
                                        "b",
                                        "--threshold",
                                        "1")
                                .err())
                .contains("unknown option --threshold");
        assertThat(run("--help").out()).contains("exit status");
        assertThat(run("--help").status()).isEqualTo(CeremonyMain.DONE);
    }

    @Test
    void aMissingModuleIsAFailureInOneLine() {
        InProcess run =
                run(
                        "service-keys",
                        "--module",
                        folder.resolve("no-such-module.so").toString(),
                        "--token-label",
                        "label",
                        "--dir",
                        folder.toString(),
                        "--out",
                        folder.resolve("out.json").toString());
        assertThat(run.status()).isEqualTo(CeremonyMain.FAILED);
        assertThat(run.err().lines()).hasSize(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void statementsOfKeysAreReadInOneFormOnly() throws IOException {
        String good = Files.readString(made("service-keys.json"));
        assertThat(ServiceKeysStatement.parse(good).json()).isEqualTo(good);
        for (int at = 0; at < good.length(); at++) {
            String changed = good.substring(0, at) + good.substring(at + 1);
            assertThat(isAccepted(changed)).as("without character %d", at).isFalse();
        }
    }

    private static boolean isAccepted(String json) {
        try {
            ServiceKeysStatement.parse(json).verify();
            return true;
        } catch (RuntimeException e) {
            return false;
        }
    }
}
