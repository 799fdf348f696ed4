package dev.sealwright.keyservice.ceremony;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.keyservice.KeyServices;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.fixture.CeremonyRun;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.LogBook;
import dev.sealwright.keyservice.fixture.SharedCeremony;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.SecretBody;
import dev.sealwright.protocol.secret.ContentCipher;
import dev.sealwright.protocol.secret.ExportedSecret;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SealedSecret;
import dev.sealwright.protocol.secret.SecretContent;
import dev.sealwright.protocol.secret.SecretVersion;
import dev.sealwright.testkit.SettableClock;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the shares of the recovery key are worth once every token is lost. */
final class RecoverTest {
    @RegisterExtension static final SharedCeremony CEREMONY = new SharedCeremony();

    private static final byte[] SMALL = "correct horse".getBytes(StandardCharsets.UTF_8);
    private static final byte[] LARGE = new byte[150_000];

    private final SettableClock clock = SettableClock.at(Instant.now());
    private final Leaves leaves = new Leaves(clock);
    private final ByteArrayOutputStream export = new ByteArrayOutputStream();
    private KeyService service;
    private LogBook log;

    @TempDir Path folder;

    @BeforeEach
    void sealTwoSecrets() {
        Arrays.fill(LARGE, (byte) 'x');
        service =
                KeyServices.open(
                        CEREMONY.backend(),
                        CEREMONY.ceremony().config(folder.resolve("state")),
                        clock);
        log = new LogBook(service);
        log.append(leaves.genesis(CEREMONY.ceremony().anchors(clock.instant())));
        export.writeBytes(ExportedSecret.MAGIC.toArray());
        add("small", small(), Bytes.EMPTY);
        addLarge("large", data -> data);
    }

    @AfterEach
    void close() {
        service.close();
    }

    /** A version to be, under a row of its own. */
    private SecretVersion version() {
        return new SecretVersion(Leaves.ORG, leaves.id(), 1);
    }

    private record Sealed(SecretVersion version, SealedSecret blob) {}

    private Sealed small() {
        SecretVersion version = version();
        return new Sealed(
                version,
                service.seal(
                        new SealOrder(version, Plaintext.of(SMALL.clone()), Optional.empty())));
    }

    private void addLarge(String name, UnaryOperator<Bytes> change) {
        SecretVersion version = version();
        byte[] key = leaves.random(32).toArray();
        List<Bytes> chunks = new ArrayList<>();
        try (ContentCipher cipher = new ContentCipher(key, version)) {
            for (int at = 0; at < LARGE.length; at += SecretContent.CHUNK) {
                int length = Math.min(SecretContent.CHUNK, LARGE.length - at);
                byte[] chunk = Arrays.copyOfRange(LARGE, at, at + length);
                boolean last = at + length == LARGE.length;
                chunks.add(cipher.seal(chunks.size(), last, chunk, length));
            }
        }
        Bytes data = Bytes.concat(chunks.toArray(Bytes[]::new));
        SecretContent content = new SecretContent(LARGE.length, Sha256.of(data));
        SealedSecret blob =
                service.seal(new SealOrder(version, Plaintext.of(key), Optional.of(content)));
        add(name, new Sealed(version, blob), change.apply(data));
    }

    private void add(String name, Sealed sealed, Bytes content) {
        SecretVersion version = sealed.version();
        ProvenLeaf leaf =
                log.appended(
                        leaves.of(
                                version.org(),
                                new SecretBody.Seal(
                                        version.secret(),
                                        version.version(),
                                        sealed.blob().digest())));
        add(new ExportedSecret("acme", name, sealed.blob().encode(), leaf.leaf(), leaf.receipt()));
        export.writeBytes(content.toArray());
    }

    private void add(ExportedSecret secret) {
        Bytes record = secret.encode();
        try (DataOutputStream out = new DataOutputStream(export)) {
            out.writeInt(record.size());
            out.write(record.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path made(String name) {
        return CEREMONY.ceremony().home().resolve("ceremony").resolve(name);
    }

    private static String share(int number) {
        return made("recovery/share-" + number + ".txt").toString();
    }

    private List<String> words(List<String> more, String... shares) {
        try {
            Path file = folder.resolve("secrets.export");
            Files.write(file, export.toByteArray());
            List<String> words =
                    new ArrayList<>(
                            List.of(
                                    "recover",
                                    "--ceremony",
                                    made("").toString(),
                                    "--export",
                                    file.toString()));
            for (String share : shares) {
                words.addAll(List.of("--share", share));
            }
            words.addAll(more);
            return words;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CeremonyRun recover(List<String> more, String... shares) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        int status = CeremonyMain.run(words(more, shares), out, out, new SecureRandom(), clock);
        return new CeremonyRun(status, said.toString(StandardCharsets.UTF_8));
    }

    private CeremonyRun recovered(String... shares) {
        return recover(intoFolder(), shares);
    }

    private List<String> intoFolder() {
        return List.of("--out", folder.resolve("out").toString());
    }

    private Path file(String name) {
        return folder.resolve("out/acme").resolve(name);
    }

    @Test
    void enoughSharesGiveEveryValueBackWithoutAToken() throws IOException {
        Path tokensAreGone = folder.resolve("softhsm2.conf");
        Files.writeString(tokensAreGone, "directories.tokendir = " + folder.resolve("gone") + "\n");

        CeremonyRun run = CeremonyRun.of(tokensAreGone, words(intoFolder(), share(3), share(1)));

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(file("small.v1")).hasBinaryContent(SMALL);
        assertThat(file("large.v1")).hasBinaryContent(LARGE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file("small.v1"))))
                .isEqualTo("rw-------");
        assertThat(run.output()).doesNotContain("correct horse");
    }

    @Test
    void aProofWritesNothing() {
        CeremonyRun run = recover(List.of("--prove"), share(1), share(2));

        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output()).contains("2 versions were opened");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void oneShareTooFewGivesNothing() {
        CeremonyRun run = recovered(share(2));

        assertThat(run.status()).isEqualTo(CeremonyMain.REFUSED);
        assertThat(run.output()).contains("2 different shares are needed");
        assertThat(file("small.v1")).doesNotExist();
    }

    @Test
    void theSameShareTwiceGivesNothing() {
        assertThat(recovered(share(2), share(2)).status()).isEqualTo(CeremonyMain.REFUSED);
    }

    @Test
    void aForeignShareGivesNothing() throws IOException {
        RecoveryKey foreign = RecoveryKey.make(2, 3, new SecureRandom());
        Path stranger = folder.resolve("stranger.txt");
        Files.write(stranger, foreign.shares().getFirst().encode());

        CeremonyRun run = recovered(share(1), stranger.toString());

        assertThat(run.status()).isEqualTo(CeremonyMain.REFUSED);
        assertThat(run.output()).contains("a share of another recovery key");
        assertThat(file("small.v1")).doesNotExist();
    }

    @Test
    void whatTheLogDoesNotNameIsNotWritten() {
        Sealed planted = small();
        ProvenLeaf other =
                log.appended(
                        leaves.of(
                                Leaves.ORG,
                                new SecretBody.Seal(
                                        planted.version().secret(), 1, leaves.random(32))));
        add(
                new ExportedSecret(
                        "acme", "planted", planted.blob().encode(), other.leaf(), other.receipt()));

        CeremonyRun run = recovered(share(1), share(2));

        assertThat(run.status()).isEqualTo(CeremonyMain.REFUSED);
        assertThat(run.output()).contains("1 of 3 versions could not be opened");
        assertThat(file("planted.v1")).doesNotExist();
        assertThat(file("small.v1")).hasBinaryContent(SMALL);
    }

    @Test
    void aChangedChunkSpoilsItsOwnVersionOnly() {
        addLarge(
                "spoilt",
                data -> {
                    byte[] changed = data.toArray();
                    changed[70_000] ^= 1;
                    return Bytes.of(changed);
                });
        add("after", small(), Bytes.EMPTY);

        CeremonyRun run = recovered(share(1), share(2));

        assertThat(run.status()).isEqualTo(CeremonyMain.REFUSED);
        assertThat(file("spoilt.v1")).doesNotExist();
        assertThat(file("after.v1")).hasBinaryContent(SMALL);
    }

    @Test
    void anExportThatIsCutShortIsSaidToBe() {
        byte[] whole = export.toByteArray();
        export.reset();
        export.write(whole, 0, whole.length - 10);

        CeremonyRun run = recovered(share(1), share(2));

        assertThat(run.status()).isEqualTo(CeremonyMain.REFUSED);
        assertThat(run.output()).contains("cut short");
    }

    @Test
    void aWrongCommandLineIsSaidToBe() {
        assertThat(recover(List.of(), share(1), share(2)).status()).isEqualTo(CeremonyMain.USAGE);
        assertThat(recover(List.of("--prove", "--as-of", "yesterday"), share(1), share(2)).status())
                .isEqualTo(CeremonyMain.USAGE);
    }
}
