package dev.sealwright.keyservice.clientkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyOrder;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.keyservice.api.TokenAlgorithm;
import dev.sealwright.keyservice.api.TokenOrder;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.OwnTokenTests;
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
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The service's own keys for tokens: one generation after the other, each a leaf. */
final class TokenKeysTest extends OwnTokenTests {
    private static final SigningAlgorithm ALGORITHM = SigningAlgorithm.ED25519;
    private static final Duration DAY = KeyBody.Destruction.SHORTEST;

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
                RefusalCode.KEY_STATE,
                Leaf.NO_ORG,
                new KeyBody.Version(generation(2).bytes(), 1, ALGORITHM, ofCeremony()));
        rotated(1);
        notMade(3);
        notAdmitted(
                RefusalCode.UNKNOWN_KEY,
                Leaf.NO_ORG,
                new KeyBody.Version(generation(2).bytes(), 1, ALGORITHM, ofCeremony()));
    }

    private void notMade(long number) {
        refused(RefusalCode.KEY_STATE, () -> made(number));
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
                RefusalCode.NOT_ALLOWED,
                Leaves.ORG,
                new KeyBody.Version(generation(1).bytes(), 1, ALGORITHM, ofCeremony()));
        rotated(1);
        notAdmitted(
                RefusalCode.NOT_ALLOWED,
                Leaf.NO_ORG,
                new KeyBody.Sign(
                        generation(1).bytes(), 1, ALGORITHM, leaves.random(32), leaves.random(32)));
    }

    @Test
    void theOneThatSignsIsNotDestroyedAndTheCeremonysIsInTheEnd() {
        rotated(1);
        KeyBody.Destruction ends =
                new KeyBody.Destruction(generation(1).bytes(), clock.instant().plus(DAY));
        notAdmitted(RefusalCode.KEY_STATE, Leaf.NO_ORG, ends);
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
        try (KeyBackend backend = ceremony().openBackend()) {
            backend.destroy(
                    backend.find(new KeyLabel(TokenAlgorithm.EDDSA.label()), KeyAlgorithm.ED25519));
        }
        assertThatThrownBy(this::restart)
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining(TokenAlgorithm.EDDSA.label());
    }
}
