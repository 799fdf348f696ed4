package dev.sealwright.keyservice.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.OrgKeyOrder;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.Purpose;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.keyservice.api.SealOrder;
import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.OwnTokenTests;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SecretVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The versions of the service's own key {@code mac}: which derives, and which does no more. */
final class MacRotationTest extends OwnTokenTests {
    private static final Purpose PEPPER = Purpose.API_KEY_PEPPER;

    private Bytes made(long version) {
        return service.makeOrgKey(new OrgKeyOrder(Leaf.NO_ORG, version));
    }

    private ProvenLeaf logged(OrgKeyBody body) {
        return log.appended(leaves.of(Leaf.NO_ORG, body));
    }

    private void rotated(long version) {
        logged(new OrgKeyBody.Version(version, made(version)));
    }

    private List<String> labels() {
        return service.describeKeys().keys().stream()
                .map(KeyInventory.Key::label)
                .filter(label -> label.startsWith("mac"))
                .toList();
    }

    @Test
    void eachVersionDerivesSecretsOfItsOwn() {
        Bytes first = service.derive(PEPPER, 1);
        rotated(2);
        Bytes second = service.derive(PEPPER, 2);
        assertThat(second.size()).isEqualTo(32);
        assertThat(second).isNotEqualTo(first);
        assertThat(service.derive(PEPPER, 1)).isEqualTo(first);
        assertThat(service.derive(Purpose.ENROLMENT_CHALLENGE, 2)).isNotEqualTo(second);
        restart();
        assertThat(service.derive(PEPPER, 1)).isEqualTo(first);
        assertThat(service.derive(PEPPER, 2)).isEqualTo(second);
        assertThat(labels()).containsExactly("mac", "mac-2");
    }

    @Test
    void aVersionDerivesNothingBeforeItsLeafAndIsMadeOnce() {
        Bytes id = made(2);
        assertThatThrownBy(() -> service.derive(PEPPER, 2))
                .isInstanceOf(KeyServiceUnavailableException.class);
        restart();
        assertThat(made(2)).isEqualTo(id);
        logged(new OrgKeyBody.Version(2, id));
        assertThat(service.derive(PEPPER, 2).size()).isEqualTo(32);
        assertThat(labels()).containsExactly("mac", "mac-2");
        refused(RefusalCode.KEY_STATE, () -> made(4));
        refused(RefusalCode.KEY_STATE, () -> service.derive(PEPPER, 0));
    }

    @Test
    void noLeafNamesAVersionThatTheTokenHasNot() {
        notAdmitted(
                RefusalCode.UNKNOWN_KEY, Leaf.NO_ORG, new OrgKeyBody.Version(2, leaves.random(16)));
        Bytes id = made(2);
        notAdmitted(RefusalCode.UNKNOWN_KEY, leaves.random(16), new OrgKeyBody.Version(2, id));
        notAdmitted(
                RefusalCode.UNKNOWN_KEY, Leaf.NO_ORG, new OrgKeyBody.Version(2, leaves.random(16)));
    }

    @Test
    void anOldVersionIsSwitchedOffAndOnAndTheNewestIsNot() {
        notAdmitted(RefusalCode.KEY_STATE, Leaf.NO_ORG, new OrgKeyBody.Switch(1, false));
        Bytes first = service.derive(PEPPER, 1);
        rotated(2);
        notAdmitted(RefusalCode.KEY_STATE, Leaf.NO_ORG, new OrgKeyBody.Switch(2, false));
        logged(new OrgKeyBody.Switch(1, false));
        refused(RefusalCode.KEY_STATE, () -> service.derive(PEPPER, 1));
        restart();
        refused(RefusalCode.KEY_STATE, () -> service.derive(PEPPER, 1));
        logged(new OrgKeyBody.Switch(1, true));
        assertThat(service.derive(PEPPER, 1)).isEqualTo(first);
    }

    @Test
    void theCeremonysVersionEndsWhenItIsDueAndTheServiceStartsWithoutIt() {
        rotated(2);
        Bytes second = service.derive(PEPPER, 2);
        Instant due = leaves.now().plus(KeyBody.Destruction.SHORTEST);
        notAdmitted(RefusalCode.KEY_STATE, Leaf.NO_ORG, new OrgKeyBody.Destruction(2, due));
        notAdmitted(
                RefusalCode.WINDOW,
                Leaf.NO_ORG,
                new OrgKeyBody.Destruction(1, due.minusSeconds(1)));
        ProvenLeaf end = logged(new OrgKeyBody.Destruction(1, due));
        refused(RefusalCode.KEY_STATE, () -> service.derive(PEPPER, 1));
        refused(RefusalCode.WINDOW, () -> service.destroyOrgKey(end));
        clock.advance(KeyBody.Destruction.SHORTEST);
        service.destroyOrgKey(end);
        logged(new OrgKeyBody.Destroyed(1));
        assertThat(labels()).containsExactly("mac-2");
        restart();
        assertThat(service.derive(PEPPER, 2)).isEqualTo(second);
        refused(RefusalCode.KEY_STATE, () -> service.derive(PEPPER, 1));
        rotated(3);
        assertThat(service.derive(PEPPER, 3)).isNotEqualTo(second);
    }

    @Test
    void aVersionThatWasDestroyedIsNotMadeAgain() {
        rotated(2);
        rotated(3);
        Instant due = leaves.now().plus(KeyBody.Destruction.SHORTEST);
        ProvenLeaf end = logged(new OrgKeyBody.Destruction(2, due));
        clock.advance(KeyBody.Destruction.SHORTEST);
        service.destroyOrgKey(end);
        logged(new OrgKeyBody.Destroyed(2));
        refused(RefusalCode.KEY_STATE, () -> made(2));
        assertThat(labels()).containsExactly("mac", "mac-3");
    }

    @Test
    void withoutTheNewestVersionTheServiceDoesNotStart() {
        rotated(2);
        close();
        OrgKeyName name = OrgKeyName.mac(2);
        try (KeyBackend token = ceremony().openBackend()) {
            token.destroy(new KeyHandle(name.label(), KeyAlgorithm.HMAC_SHA256, name.id()));
        }
        assertThatThrownBy(this::restart)
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("'mac-2'");
    }

    @Test
    void theKeyOfTheServiceSealsNothing() {
        rotated(2);
        refused(
                RefusalCode.NOT_ALLOWED,
                () ->
                        service.seal(
                                new SealOrder(
                                        new SecretVersion(Leaf.NO_ORG, leaves.id(), 1),
                                        Plaintext.of(new byte[] {1}),
                                        Optional.empty())));
        assertThat(service.describeKeys().keys())
                .extracting(KeyInventory.Key::label)
                .noneMatch(label -> label.startsWith("kek-"));
    }

    @Test
    void aLabelNamesOneKeyAndTheTagOfNoOrgNone() {
        assertThat(OrgKeyName.of("mac")).contains(OrgKeyName.mac(1));
        assertThat(OrgKeyName.of("mac-12")).contains(OrgKeyName.mac(12));
        assertThat(OrgKeyName.of("kek-" + Leaves.ORG.hex() + "-2"))
                .contains(new OrgKeyName(Leaves.ORG, 2));
        for (String other :
                List.of("mac-0", "mac-1", "mac-02", "mac-", "macs", "kek-" + Leaf.NO_ORG.hex())) {
            assertThat(OrgKeyName.of(other)).as(other).isEmpty();
        }
    }
}
