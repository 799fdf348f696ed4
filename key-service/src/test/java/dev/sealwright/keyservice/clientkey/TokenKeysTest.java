package dev.sealwright.keyservice.clientkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.KeyServices;
import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import dev.sealwright.keyservice.api.TokenOrder;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.fixture.HeldCeremony;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.LogBook;
import dev.sealwright.keyservice.fixture.TestHost;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.leaf.TokenKeyId;
import dev.sealwright.protocol.token.Caveat;
import dev.sealwright.protocol.token.Caveats;
import dev.sealwright.protocol.token.Claims;
import dev.sealwright.protocol.token.HolderKey;
import dev.sealwright.testkit.SettableClock;
import dev.sealwright.testkit.SoftHsm;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The service's own keys for tokens: one generation after the other, each a leaf. */
final class TokenKeysTest {
    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    private static final SigningAlgorithm ALGORITHM = SigningAlgorithm.ED25519;
    private static final Duration DAY = KeyBody.Destruction.SHORTEST;

    private final SettableClock clock =
            SettableClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private final Leaves leaves = new Leaves(clock);
    private HeldCeremony ceremony;
    private KeyService service;
    private LogBook log;
    private boolean runs;

    @TempDir Path folder;

    @BeforeEach
    void open() throws Exception {
        ceremony = HeldCeremony.hold(HSM, folder.resolve("ceremony"));
        service = start();
        log = new LogBook(service);
        log.append(leaves.genesis(ceremony.anchors(clock.instant())));
    }

    private KeyService start() {
        KeyBackend backend = ceremony.openBackend();
        KeyService started =
                KeyServices.open(backend, ceremony.config(folder.resolve("state")), clock);
        runs = true;
        return started;
    }

    private void restart() {
        close();
        service = start();
        log = log.on(service);
    }

    @AfterEach
    void close() {
        if (runs) {
            service.close();
            runs = false;
        }
    }

    private static TokenKeyId generation(long number) {
        return new TokenKeyId(ALGORITHM, number);
    }

    private Bytes made(long number) {
        return service.makeKey(new KeyOrder(Leaf.NO_ORG, generation(number).bytes(), 1, ALGORITHM));
    }

    private ProvenLeaf logged(KeyBody body) {
        return log.appended(leaves.of(Leaf.NO_ORG, body));
    }

    private Bytes rotated(long number) {
        Bytes spki = made(number);
        logged(new KeyBody.Version(generation(number).bytes(), 1, ALGORITHM, spki));
        return spki;
    }

    private void notAdmitted(Bytes org, KeyBody body, RefusalCode code) {
        assertThat(service.admit(List.of(leaves.of(org, body))))
                .singleElement()
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        no -> assertThat(no.code()).as(no.detail()).isEqualTo(code));
    }

    /** The algorithm's key that a token signed now verifies under. */
    private boolean signs(Bytes spki) {
        Claims claims =
                new Claims(
                        "agent:7",
                        new HolderKey(TestHost.ed25519().spki()),
                        0,
                        Caveats.of(
                                List.of(
                                        new Caveat.Audience(List.of("https://tools.example")),
                                        new Caveat.Tools(List.of("search")))));
        Bytes salt = leaves.random(16);
        Validity hour = Validity.starting(clock.instant(), Duration.ofHours(1));
        ProvenLeaf leaf =
                log.appended(
                        leaves.of(
                                Leaves.ORG,
                                new TokenBody.CapabilityToken(
                                        SaltedDigest.of(salt, claims.encode()), hour)));
        String token =
                service.signJwt(new TokenOrder(leaf, salt, claims.encode(), TokenAlgorithm.EDDSA));
        int dot = token.lastIndexOf('.');
        String header = Bytes.fromBase64Url(token.substring(0, token.indexOf('.'))).hex();
        String kid = TokenAlgorithm.EDDSA.jwk(spki).get("kid");
        return header.contains(Bytes.utf8(kid).hex())
                && TokenAlgorithm.EDDSA.verifies(
                        spki,
                        Bytes.utf8(token.substring(0, dot)),
                        Bytes.fromBase64Url(token.substring(dot + 1)));
    }

    private List<String> labels() {
        return service.describeKeys().keys().stream().map(KeyInventory.Key::label).toList();
    }

    private Bytes ofCeremony() {
        return service.describeKeys().keys().stream()
                .filter(key -> key.label().equals(TokenAlgorithm.EDDSA.label()))
                .findAny()
                .flatMap(KeyInventory.Key::spki)
                .orElseThrow();
    }

    @Test
    void theNextGenerationSignsOnceTheLogNamesIt() {
        Bytes first = ofCeremony();
        assertThat(signs(first)).isTrue();
        assertThat(rotated(1)).isEqualTo(first);
        assertThat(signs(first)).isTrue();
        Bytes second = made(2);
        assertThat(second).isNotEqualTo(first);
        assertThat(signs(first)).isTrue();
        assertThat(rotated(2)).isEqualTo(second);
        assertThat(signs(second)).isTrue();
        restart();
        assertThat(signs(second)).isTrue();
        Bytes third = rotated(3);
        assertThat(signs(third)).isTrue();
    }

    @Test
    void noGenerationIsLeftOut() {
        notMade(2);
        notAdmitted(
                Leaf.NO_ORG,
                new KeyBody.Version(generation(2).bytes(), 1, ALGORITHM, ofCeremony()),
                RefusalCode.KEY_STATE);
        rotated(1);
        notMade(3);
        notAdmitted(
                Leaf.NO_ORG,
                new KeyBody.Version(generation(2).bytes(), 1, ALGORITHM, ofCeremony()),
                RefusalCode.UNKNOWN_KEY);
    }

    private void notMade(long number) {
        assertThatThrownBy(() -> made(number))
                .isInstanceOfSatisfying(
                        KeyServiceRefusedException.class,
                        e -> assertThat(e.code()).isEqualTo(RefusalCode.KEY_STATE));
    }

    @Test
    void keysOfOrgsAndOfTheServiceAreToldApart() {
        assertThatThrownBy(
                        () ->
                                service.makeKey(
                                        new KeyOrder(
                                                Leaves.ORG, generation(1).bytes(), 1, ALGORITHM)))
                .isInstanceOf(KeyServiceRefusedException.class);
        assertThatThrownBy(
                        () -> service.makeKey(new KeyOrder(Leaf.NO_ORG, leaves.id(), 1, ALGORITHM)))
                .isInstanceOf(KeyServiceRefusedException.class);
        notAdmitted(
                Leaves.ORG,
                new KeyBody.Version(generation(1).bytes(), 1, ALGORITHM, ofCeremony()),
                RefusalCode.NOT_ALLOWED);
        rotated(1);
        notAdmitted(
                Leaf.NO_ORG,
                new KeyBody.Sign(
                        generation(1).bytes(), 1, ALGORITHM, leaves.random(32), leaves.random(32)),
                RefusalCode.NOT_ALLOWED);
    }

    @Test
    void theOneThatSignsIsNotDestroyedAndTheCeremonysIsInTheEnd() {
        rotated(1);
        KeyBody.Destruction ends =
                new KeyBody.Destruction(generation(1).bytes(), clock.instant().plus(DAY));
        notAdmitted(Leaf.NO_ORG, ends, RefusalCode.KEY_STATE);
        Bytes second = rotated(2);
        ProvenLeaf destruction = logged(ends);
        clock.advance(DAY);
        service.destroyKey(destruction);
        assertThat(labels())
                .doesNotContain(TokenAlgorithm.EDDSA.label())
                .contains(TokenAlgorithm.ES256.label());
        restart();
        assertThat(signs(second)).isTrue();
        logged(new KeyBody.Destroyed(generation(1).bytes()));
        restart();
        assertThat(signs(second)).isTrue();
        notMade(1);
    }

    @Test
    void whileNoOtherReplacedItTheCeremonysKeyHasToBeThere() {
        close();
        try (KeyBackend backend = ceremony.openBackend()) {
            backend.destroy(
                    backend.find(new KeyLabel(TokenAlgorithm.EDDSA.label()), KeyAlgorithm.ED25519));
        }
        assertThatThrownBy(this::start)
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(TokenAlgorithm.EDDSA.label());
    }
}
