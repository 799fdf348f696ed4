package dev.sealwright.keyservice.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.KeyServices;
import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.KeyInventory;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
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
import dev.sealwright.keyservice.fixture.HeldCeremony;
import dev.sealwright.keyservice.fixture.Leaves;
import dev.sealwright.keyservice.fixture.LogBook;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.KeyBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.OrgKeyBody;
import dev.sealwright.protocol.secret.Plaintext;
import dev.sealwright.protocol.secret.SecretVersion;
import dev.sealwright.testkit.SettableClock;
import dev.sealwright.testkit.SoftHsm;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The versions of the service's own key {@code mac}: which derives, and which does no more. */
final class MacRotationTest {
    @RegisterExtension static final SoftHsm HSM = new SoftHsm();

    private static final Purpose PEPPER = Purpose.API_KEY_PEPPER;

    private final SettableClock clock =
            SettableClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private final Leaves leaves = new Leaves(clock);
    private HeldCeremony ceremony;
    private KeyService service;
    private LogBook log;
    private boolean runs;

    @TempDir Path folder;

    @BeforeEach
    void open() {
        ceremony = HeldCeremony.hold(HSM, folder.resolve("ceremony"));
        service = start();
        log = new LogBook(service);
        log.append(leaves.genesis(ceremony.anchors(clock.instant())));
    }

    private KeyService start() {
        KeyService started =
                KeyServices.open(
                        ceremony.openBackend(), ceremony.config(folder.resolve("state")), clock);
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

    private Bytes made(long version) {
        return service.makeOrgKey(new OrgKeyOrder(Leaf.NO_ORG, version));
    }

    private ProvenLeaf logged(OrgKeyBody body) {
        return log.appended(leaves.of(Leaf.NO_ORG, body));
    }

    private void rotated(long version) {
        logged(new OrgKeyBody.Version(version, made(version)));
    }

    private void refused(RefusalCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        KeyServiceRefusedException.class,
                        e -> assertThat(e.code()).as(e.detail()).isEqualTo(code));
    }

    private void notAdmitted(RefusalCode code, Bytes org, OrgKeyBody body) {
        assertThat(service.admit(List.of(leaves.of(org, body))))
                .singleElement()
                .isInstanceOfSatisfying(
                        Admission.Refused.class,
                        no -> assertThat(no.code()).as(no.detail()).isEqualTo(code));
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
        try (KeyBackend token = ceremony.openBackend()) {
            token.destroy(new KeyHandle(name.label(), KeyAlgorithm.HMAC_SHA256, name.id()));
        }
        assertThatThrownBy(this::start)
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
