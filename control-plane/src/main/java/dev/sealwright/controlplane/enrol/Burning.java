package dev.sealwright.controlplane.enrol;

import dev.sealwright.controlplane.bootstrap.Bootstrap;
import dev.sealwright.controlplane.host.Hosts;
import dev.sealwright.controlplane.log.LeafIds;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.record.Ledger;
import dev.sealwright.controlplane.storage.Ids;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.leaf.LeafBody;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The one moment a bootstrap is used up: burn, host and enrolment leaf are one transaction. */
@Singleton
final class Burning {
    private static final Duration CERTIFICATE = Duration.ofHours(1);

    private final Storage storage;
    private final Log log;
    private final Ledger ledger;
    private final SpentBootstraps spent;
    private final Hosts hosts;
    private final Ids ids;
    private final InstantSource clock;

    Burning(
            Storage storage,
            Log log,
            Ledger ledger,
            SpentBootstraps spent,
            Hosts hosts,
            Ids ids,
            InstantSource clock) {
        this.storage = storage;
        this.log = log;
        this.ledger = ledger;
        this.spent = spent;
        this.hosts = hosts;
        this.ids = ids;
        this.clock = clock;
    }

    /** Empty if the bootstrap was burned before, or is outside its time. */
    Optional<Enrolment> burn(Proven proven) {
        Bootstrap bootstrap = proven.bootstrap();
        if (isSpent(bootstrap.id())) {
            return Optional.empty();
        }
        Enrolment fresh =
                new Enrolment(
                        ids.next(),
                        bootstrap.id(),
                        bootstrap.org(),
                        bootstrap.spec(),
                        proven.key().fingerprint(),
                        ids.next(),
                        Seconds.truncate(clock.instant()),
                        Optional.empty());
        return storage.write(
                connection -> {
                    if (!EnrolmentTable.burn(connection, fresh)) {
                        return Optional.empty();
                    }
                    log.propose(fresh.leaf(), fresh.org(), leaf(fresh, proven));
                    hosts.add(
                            fresh.sandbox(),
                            fresh.org(),
                            fresh.spec(),
                            bootstrap.specName(),
                            bootstrap.id().value(),
                            fresh.leaf(),
                            fresh.spki());
                    return Optional.of(fresh);
                });
    }

    /** Whether the log says that it was redeemed, whatever the database says. */
    boolean isSpent(BootstrapId id) {
        ledger.follow();
        return spent.contain(id);
    }

    private static LeafBody leaf(Enrolment enrolment, Proven proven) {
        return new LeafBody.Enrolment(
                enrolment.bootstrap().value(),
                LeafIds.bytes(enrolment.sandbox()),
                LeafIds.bytes(enrolment.spec()),
                enrolment.spki(),
                proven.request().nonce(),
                proven.request().proof(),
                Validity.starting(enrolment.burnedAt(), CERTIFICATE));
    }

    Optional<Enrolment> find(BootstrapId id) {
        return storage.look(connection -> EnrolmentTable.find(connection, id));
    }

    /** Gives the bootstrap back after its enrolment leaf was refused. */
    void undo(Enrolment enrolment) {
        storage.write(
                connection -> {
                    EnrolmentTable.unburn(connection, enrolment);
                    hosts.takeBack(enrolment.sandbox());
                    return enrolment;
                });
    }
}
