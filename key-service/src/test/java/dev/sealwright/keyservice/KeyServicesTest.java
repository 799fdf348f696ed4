package dev.sealwright.keyservice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.HealthProof;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.keyservice.backend.KeyAttribute;
import dev.sealwright.keyservice.backend.KeyClass;
import dev.sealwright.keyservice.backend.KeyDescription;
import dev.sealwright.keyservice.fixture.FaultyBackend;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.LogBook;
import dev.sealwright.keyservice.fixture.SharedCeremony;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.testkit.SettableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** On what a key service starts, and what it says of itself. */
final class KeyServicesTest {
    @RegisterExtension static final SharedCeremony CEREMONY = new SharedCeremony();

    private final SettableClock clock = SettableClock.at(Instant.now());
    private final Leaves leaves = new Leaves(clock);
    private FaultyBackend backend;
    private KeyServiceConfig config;

    @TempDir Path folder;

    @BeforeEach
    void configure() {
        backend = CEREMONY.backend();
        config = CEREMONY.ceremony().config(folder.resolve("state"));
    }

    private KeyService open() {
        return KeyServices.open(backend, config, clock);
    }

    private AbstractThrowableAssert<?, ?> startIsRefused() {
        return assertThatThrownBy(this::open).isInstanceOf(StartRefusedException.class);
    }

    /** A copy of what the ceremony left, for a test to spoil. */
    private Path ownCeremonyFolder() throws IOException {
        Path copy = Files.createDirectory(folder.resolve("ceremony"));
        for (String name :
                List.of(
                        CeremonyFolder.ANCHORS,
                        CeremonyFolder.ROOT_FINGERPRINT,
                        CeremonyFolder.ROOT_TOKEN_SERIAL)) {
            Files.copy(config.ceremonyFolder().resolve(name), copy.resolve(name));
        }
        config =
                new KeyServiceConfig(
                        config.module(),
                        config.tokenLabel(),
                        config.pinFile(),
                        config.use(),
                        config.stateFolder(),
                        copy,
                        config.firstPlatformKeyDigestFile(),
                        config.knownCheckpoints(),
                        config.limits(),
                        config.sealLimits(),
                        config.signLimits(),
                        config.maxHostCertificate(),
                        config.maxServerCertificate());
        return copy;
    }

    private static KeyDescription with(KeyDescription key, KeyAttribute attribute, boolean value) {
        Map<KeyAttribute, Boolean> attributes = new EnumMap<>(key.attributes());
        attributes.put(attribute, value);
        return new KeyDescription(
                key.label(),
                key.id(),
                key.keyClass(),
                key.type(),
                key.algorithm(),
                key.spki(),
                attributes);
    }

    @Test
    void itOpensOnTheTokenItselfAndHasAnEmptyLog() {
        try (KeyService service = open()) {
            assertThat(service.head().size()).isZero();
            assertThat(service.head().note()).isEmpty();
            assertThat(service.anchors())
                    .isEqualTo(CEREMONY.ceremony().anchors(clock.instant()).document());
        }
    }

    @Test
    void eachAttributeThatBindsAKeyToItsTokenIsDemandedOfEachKey() {
        for (String label :
                List.of("log", "server-ca", "host-ca", "token", "token-ed25519", "mac")) {
            Map<KeyAttribute, Boolean> wrong =
                    Map.of(
                            KeyAttribute.TOKEN, false,
                            KeyAttribute.PRIVATE, false,
                            KeyAttribute.SENSITIVE, false,
                            KeyAttribute.ALWAYS_SENSITIVE, false,
                            KeyAttribute.NEVER_EXTRACTABLE, false,
                            KeyAttribute.LOCAL, false,
                            KeyAttribute.EXTRACTABLE, true);
            wrong.forEach(
                    (attribute, value) -> {
                        backend.alterDescriptions(
                                keys ->
                                        keys.stream()
                                                .map(
                                                        key ->
                                                                key.label().equals(label)
                                                                        ? with(
                                                                                key, attribute,
                                                                                value)
                                                                        : key)
                                                .toList());
                        startIsRefused().hasMessageContaining("'" + label + "'");
                    });
        }
    }

    @Test
    void aRootTokenWithinReachStopsTheStart() throws IOException {
        Files.writeString(
                ownCeremonyFolder().resolve(CeremonyFolder.ROOT_TOKEN_SERIAL),
                backend.identity().serial() + "\n");
        startIsRefused().hasMessageContaining("root token");
    }

    @Test
    void aRootKeyWithinReachStopsTheStart() {
        Bytes root =
                Spki.encode(CEREMONY.ceremony().anchors(clock.instant()).root().getPublicKey());
        KeyDescription stray =
                new KeyDescription(
                        "some label",
                        Bytes.zeros(4),
                        KeyClass.PUBLIC,
                        "CKK_EC",
                        Optional.empty(),
                        Optional.of(root),
                        Map.of());
        backend.alterDescriptions(keys -> Stream.concat(keys.stream(), Stream.of(stray)).toList());
        startIsRefused().hasMessageContaining("root key");
    }

    @Test
    void anchorsThatAnotherRootSignedStopTheStart() throws IOException {
        Files.writeString(
                ownCeremonyFolder().resolve(CeremonyFolder.ROOT_FINGERPRINT), "ab".repeat(32));
        startIsRefused().hasMessageContaining("root fingerprint");
    }

    @Test
    void anchorsWithAnyByteChangedStopTheStart() throws IOException {
        Path file = ownCeremonyFolder().resolve(CeremonyFolder.ANCHORS);
        byte[] good = Files.readAllBytes(file);
        for (int at = 0; at < good.length; at += 53) {
            byte[] bad = good.clone();
            bad[at] ^= 0x02;
            Files.write(file, bad);
            startIsRefused();
        }
    }

    @Test
    void anchorsThatExpiredStopTheStart() {
        clock.advance(Duration.ofDays(366));
        startIsRefused().hasMessageContaining("expired");
    }

    @Test
    void aMissingCeremonyIsNamed() throws IOException {
        Files.delete(ownCeremonyFolder().resolve(CeremonyFolder.ANCHORS));
        startIsRefused().hasMessageContaining("anchors.cose");
    }

    @Test
    void aTokenOfAnotherCeremonyStopsTheStart() {
        FaultyBackend swapped = CEREMONY.backend();
        swapped.swapPublicKeys(
                key ->
                        key.label().text().equals("log")
                                ? Ed25519.spki(
                                        Bytes.fromHex(
                                                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))
                                : swapped.realPublicKey(key));
        backend = swapped;
        startIsRefused().hasMessageContaining("different ceremonies");
    }

    @Test
    void aForgottenSignatureShownAtTheStartStopsIt() {
        String note;
        try (KeyService service = open()) {
            LogBook log = new LogBook(service);
            VerifiedAnchors anchors = CEREMONY.ceremony().anchors(clock.instant());
            note = log.append(leaves.genesis(anchors)).note();
        }
        KeyServiceConfig same = config.showing(List.of(note));
        try (KeyService service = KeyServices.open(backend, same, clock)) {
            assertThat(service.head().note()).contains(note);
        }
        config = CEREMONY.ceremony().config(folder.resolve("empty")).showing(List.of(note));
        startIsRefused().hasMessageContaining("never signs again");
        startIsRefused().hasMessageContaining("lost state");
    }

    @Test
    void theProbeIsASignatureThatCanBeNothingElse() {
        VerifiedAnchors anchors = CEREMONY.ceremony().anchors(clock.instant());
        try (KeyService service = open()) {
            HealthProof proof = service.probe();
            Bytes key = anchors.voters().getFirst().key();
            assertThat(Ed25519.verify(key, proof.statement(), proof.signature())).isTrue();
            String text = new String(proof.statement().toArray(), StandardCharsets.ISO_8859_1);
            assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(MalformedException.class);
            assertThatThrownBy(() -> LeafCodec.decode(proof.statement()))
                    .isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void derivedSecretsStayTheSameAndDifferByPurpose() {
        Bytes pepper;
        try (KeyService service = open()) {
            pepper = service.derive(Purpose.API_KEY_PEPPER, 1);
            assertThat(pepper.size()).isEqualTo(32);
            assertThat(service.derive(Purpose.ENROLMENT_CHALLENGE, 1)).isNotEqualTo(pepper);
        }
        try (KeyService service = open()) {
            assertThat(service.derive(Purpose.API_KEY_PEPPER, 1)).isEqualTo(pepper);
        }
    }

    @Test
    void aDamagedAuthenticationCodeIsNotPassedOn() {
        try (KeyService service = open()) {
            Iterator<Bytes> damage = List.of(Bytes.zeros(32)).iterator();
            backend.alterSignatures(code -> damage.hasNext() ? damage.next() : code);
            assertThatThrownBy(() -> service.derive(Purpose.API_KEY_PEPPER, 1))
                    .isInstanceOf(KeyServiceUnavailableException.class);
            assertThat(service.derive(Purpose.API_KEY_PEPPER, 1).size()).isEqualTo(32);
        }
    }

    @Test
    void theInventoryNamesEveryKeyOnceWithItsAttributes() {
        try (KeyService service = open()) {
            KeyInventory inventory = service.describeKeys();
            assertThat(inventory.keys())
                    .extracting(KeyInventory.Key::label)
                    .containsExactly(
                            "host-ca", "log", "mac", "server-ca", "token", "token-ed25519");
            assertThat(inventory.keys())
                    .allSatisfy(
                            key ->
                                    assertThat(key.attributes())
                                            .containsEntry("NEVER_EXTRACTABLE", true)
                                            .containsEntry("EXTRACTABLE", false));
            assertThat(inventory.tokenLabel()).isEqualTo(CEREMONY.ceremony().tokenLabel());
        }
    }

    @Test
    void aTokenThatIsAwayIsUnavailabilityAndEndsWithIt() {
        try (KeyService service = open()) {
            backend.setAway(true);
            assertThatThrownBy(service::describeKeys)
                    .isInstanceOf(KeyServiceUnavailableException.class);
            assertThatThrownBy(() -> service.derive(Purpose.API_KEY_PEPPER, 1))
                    .isInstanceOf(KeyServiceUnavailableException.class);
            assertThat(service.head().size()).isZero();
            backend.setAway(false);
            assertThat(service.describeKeys().keys()).hasSize(6);
        }
    }
}
