package dev.sealwright.keyservice.ceremony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.CeremonyFolder;
import dev.sealwright.keyservice.KeyServiceConfig;
import dev.sealwright.keyservice.KeyServices;
import dev.sealwright.keyservice.LogSigner;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.SignedCheckpoint;
import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.fixture.CeremonyRun;
import dev.sealwright.keyservice.fixture.HeldCeremony;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.LogBook;
import dev.sealwright.keyservice.fixture.MlDsaBackend;
import dev.sealwright.keyservice.inventory.KeyRole;
import dev.sealwright.keyservice.log.EpochState;
import dev.sealwright.keyservice.pkcs11.Pkcs11Config;
import dev.sealwright.keyservice.pkcs11.Pkcs11KeyBackend;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.crypto.MlDsa65;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.protocol.note.NoteSignature;
import dev.sealwright.protocol.receipt.VerifiedCheckpoint;
import dev.sealwright.testkit.SettableClock;
import dev.sealwright.testkit.SoftHsm;
import dev.sealwright.testkit.SoftHsmToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * From the ceremony to the verified checkpoint with a second, post-quantum log key: on a real token
 * whose ML-DSA keys are in memory. The root's part is the program itself.
 */
final class PostQuantumCeremonyTest {
    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    @TempDir private static Path home;
    private static KeyBackend token;
    private static MlDsaBackend backend;
    private static ServiceKeysStatement statement;
    private static KeyServiceConfig usual;

    private final SettableClock clock = SettableClock.at(Instant.now());
    private final Leaves leaves = new Leaves(clock);

    @TempDir Path folder;

    @BeforeAll
    static void holdTheCeremony() throws IOException {
        SoftHsmToken made = HSM.token();
        token =
                Pkcs11KeyBackend.open(
                        Pkcs11Config.of(made.module(), made.label(), made.userPinFile()),
                        new SecureRandom());
        backend = new MlDsaBackend(token);
        statement = new ServiceKeyCeremony(backend, silent()).hold(true);
        Path keys = Files.createDirectories(home.resolve("ceremony")).resolve("service-keys.json");
        Files.writeString(keys, statement.json());
        Files.writeString(
                home.resolve("admin.key.sha256"), HeldCeremony.firstPlatformKeyDigest().hex());
        CeremonyRun root =
                CeremonyRun.of(
                        HSM.separateFolder(home.resolve("root")).configuration(),
                        HeldCeremony.rootArguments(made.module().toString(), home, keys));
        assertThat(root.status()).as(root.output()).isZero();
        usual = new HeldCeremony(home, made.module(), made.label()).config(home.resolve("state"));
    }

    @AfterAll
    static void close() {
        token.close();
    }

    @AfterEach
    void behave() {
        backend.alterSignatures(signature -> signature);
    }

    private static Progress silent() {
        return new Progress(
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), false);
    }

    private KeyServiceConfig config() {
        return new HeldCeremony(home, usual.module(), usual.tokenLabel())
                .config(folder.resolve("state"));
    }

    private KeyService open(KeyBackend on) {
        return KeyServices.open(on, config(), clock);
    }

    private VerifiedAnchors anchors() {
        return new CeremonyFolder(home.resolve("ceremony")).anchors(clock.instant());
    }

    private SignedCheckpoint begun(KeyService service) {
        return new LogBook(service).append(leaves.genesis(anchors()));
    }

    @Test
    void theCheckpointOfSuchALogIsSignedByBothKeys() {
        try (KeyService service = open(backend)) {
            Note note = Note.parse(begun(service).note());

            VerifiedCheckpoint checkpoint = VerifiedCheckpoint.verify(note, anchors());

            assertThat(note.signatures()).hasSize(2);
            assertThat(checkpoint.checkpoint().size()).isEqualTo(2);
            assertThat(checkpoint.postQuantum()).containsExactly("member-1");
            assertThat(anchors().content().withstandsForgedEd25519()).isTrue();
        }
    }

    @Test
    void theAnchorsNameTheTokensKeyAndTheInventoryShowsIt() {
        Bytes named = anchors().voters().getFirst().postQuantumKey().orElseThrow();
        try (KeyService service = open(backend)) {
            KeyInventory.Key shown =
                    service.describeKeys().keys().stream()
                            .filter(key -> key.label().equals("log-post-quantum"))
                            .findFirst()
                            .orElseThrow();

            assertThat(shown.type()).isEqualTo("ML_DSA_65");
            assertThat(shown.spki()).contains(MlDsa65.spki(named));
            assertThat(statement.postQuantum().map(PostQuantumKey::key)).contains(named);
            assertThat(service.describeToken().abilities())
                    .anyMatch(each -> each.keys().contains("ML-DSA-65"));
        }
    }

    @Test
    void aChangedAMissingAndAnothersSignatureAreRefused() {
        try (KeyService service = open(backend)) {
            Note note = Note.parse(begun(service).note());
            NoteSignature second = note.signatures().getLast();
            byte[] changed = second.signature().toArray();
            changed[17] ^= 4;

            refused(note.withoutPostQuantum());
            refused(
                    with(
                            note,
                            new NoteSignature(second.name(), second.keyId(), Bytes.of(changed))));
            refused(with(note, another().signed(second.signature())));
        }
    }

    private static Note with(Note note, NoteSignature second) {
        return new Note(note.text(), List.of(note.signatures().getFirst(), second));
    }

    private NoteKey another() {
        Voter voter = anchors().voters().getFirst();
        return new Voter(
                        voter.name(),
                        voter.kind(),
                        voter.key(),
                        Optional.of(Bytes.zeros(MlDsa65.KEY_SIZE)))
                .postQuantumNoteKey(anchors().origin())
                .orElseThrow();
    }

    private void refused(Note note) {
        assertThatThrownBy(() -> VerifiedCheckpoint.verify(note, anchors()))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("post-quantum");
    }

    /** What is signed was written down before; the same leaves are signed later. */
    @Test
    void withoutItsSecondSignatureNoCheckpointIsReleased() {
        try (KeyService service = open(backend)) {
            List<Bytes> genesis = leaves.genesis(anchors());
            service.admit(genesis);
            backend.alterSignatures(signature -> Bytes.zeros(signature.size()));

            assertThatThrownBy(() -> service.append(0, genesis))
                    .isInstanceOf(KeyServiceUnavailableException.class);
            assertThat(service.head().size()).isEqualTo(2);
            assertThat(service.head().note()).isEmpty();

            backend.alterSignatures(signature -> signature);
            Note note = Note.parse(service.append(0, genesis).note());
            assertThat(VerifiedCheckpoint.verify(note, anchors()).isWhole()).isTrue();
            assertThat(service.head().note()).contains(note.encode());
        }
    }

    @Test
    void afterARestartTheSameHeadIsSignedByBothAgain() {
        SignedCheckpoint signed;
        try (KeyService service = open(backend)) {
            signed = begun(service);
        }
        try (KeyService service = open(backend)) {
            Note note = Note.parse(service.head().note().orElseThrow());

            assertThat(note.text()).isEqualTo(Note.parse(signed.note()).text());
            assertThat(VerifiedCheckpoint.verify(note, anchors()).isWhole()).isTrue();
        }
    }

    @Test
    void aTokenWithoutTheKeyOrWithAnotherOneDoesNotStart() {
        MlDsaBackend other = new MlDsaBackend(token);

        assertThatThrownBy(() -> open(other))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("'log-post-quantum' is not usable");
        other.generate(KeyRole.LOG_POST_QUANTUM.spec());
        assertThatThrownBy(() -> open(other))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("is not the one that the anchors give this voter");
    }

    @Test
    void theLastWordOfAnEpochIsSignedByBoth() {
        try (KeyService service = open(backend)) {
            begun(service);
        }
        KeyHandle key = backend.find(KeyRole.LOG.label(), KeyRole.LOG.algorithm());

        Note closing =
                EpochState.close(folder.resolve("state"), LogSigner.of(backend, key, anchors()));

        assertThat(anchors().voters().getFirst().noteKeys(anchors().origin()))
                .hasSize(2)
                .allMatch(closing::signedBy);
    }

    @Test
    void aTokenWithoutMlDsaIsRefusedBeforeAnyKeyIsMade() {
        int before = token.describeKeys().size();
        var ceremony = new ServiceKeyCeremony(token, silent());

        assertThatThrownBy(() -> ceremony.holdMember(true))
                .isInstanceOf(CeremonyRefusedException.class)
                .hasMessageContaining("the token does not offer ML_DSA_65_GENERATE")
                .hasMessageContaining("Kryoptic");
        assertThat(token.describeKeys()).hasSize(before);
    }

    /** Run as operators run it. */
    @Test
    void theProgramSaysThatSoftHsmHasNone() {
        CeremonyRun run =
                CeremonyRun.of(
                        HSM.separateFolder(folder.resolve("tokens")).configuration(),
                        List.of(
                                "member-key",
                                "--module",
                                usual.module().toString(),
                                "--token-label",
                                "no-ml-dsa",
                                "--dir",
                                folder.resolve("pins").toString(),
                                "--out",
                                folder.resolve("member.json").toString(),
                                "--post-quantum"));

        assertThat(run.status()).as(run.output()).isEqualTo(CeremonyMain.REFUSED);
        assertThat(run.output()).contains("cannot have a post-quantum log key");
        assertThat(folder.resolve("member.json")).doesNotExist();
    }

    @Test
    void aStatementIsReadAsItWasWrittenAndProvesTheKey() {
        ServiceKeysStatement read = ServiceKeysStatement.parse(statement.json());

        read.verify();
        assertThat(read).isEqualTo(statement);
        MemberStatement vote = MemberStatement.parse(statement.vote().json());
        vote.verify();
        assertThat(vote.voter("member-1")).isEqualTo(anchors().voters().getFirst());
    }

    @Test
    void aStatementThatProvesAnotherKeyIsRefused() {
        Bytes proof = statement.postQuantum().orElseThrow().proof();
        List<Map<String, String>> bad = new ArrayList<>();
        for (String field : List.of("post_quantum_log_key", "post_quantum_log_key_proof")) {
            Map<String, String> without = FlatJson.read(statement.vote().json());
            without.remove(field);
            bad.add(without);
            Map<String, String> shorter = FlatJson.read(statement.vote().json());
            shorter.put(field, proof.slice(0, 100).base64Url());
            bad.add(shorter);
        }
        Map<String, String> otherKey = FlatJson.read(statement.vote().json());
        otherKey.put("post_quantum_log_key", Bytes.zeros(MlDsa65.KEY_SIZE).base64Url());
        bad.add(otherKey);
        Map<String, String> otherToken = FlatJson.read(statement.vote().json());
        otherToken.put("token_serial", "another");
        bad.add(otherToken);
        for (Map<String, String> each : bad) {
            String json = FlatJson.write(each);
            assertThatThrownBy(() -> MemberStatement.parse(json).verify())
                    .isInstanceOf(MalformedException.class);
        }
    }
}
