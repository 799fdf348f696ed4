package dev.sealwright.host.link;

import dev.sealwright.client.host.FolderLock;
import dev.sealwright.client.host.HostFolder;
import dev.sealwright.client.host.KnownHost;
import dev.sealwright.client.http.Retries;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.host.log.LogFollowing;
import dev.sealwright.host.log.LogMemory;
import dev.sealwright.host.policy.LocalAudit;
import dev.sealwright.host.policy.PolicyStore;
import java.time.Instant;

/** An enrolled host at work: its folder locked, its evidence verified, its link open. */
public record EnrolledSession(
        FolderLock lock,
        HostFolder folder,
        KnownHost known,
        ServiceLink link,
        LocalAudit audit,
        LogFollowing log,
        PolicyStore policies)
        implements AutoCloseable {

    public static EnrolledSession open(
            HostFolder folder, Retries retries, Surroundings surroundings) {
        FolderLock lock = FolderLock.take(folder.path());
        try {
            var clock = surroundings.clock();
            KnownHost known = KnownHost.load(folder, clock.instant());
            var link = new ServiceLink(known.config(), folder.identity(), retries, clock);
            var audit = new LocalAudit(folder, clock, surroundings.random());
            var log = new LogFollowing(new LogMemory(folder, known), link, audit);
            var policies = new PolicyStore(folder, known, audit);
            return new EnrolledSession(lock, folder, known, link, audit, log, policies);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Takes the service's anchors over if they are the successors of those this host has; true when
     * they are new. Anything else is refused and leaves what is there.
     */
    public boolean succeed(Instant now) {
        return new Succession(folder, known, link, audit).run(now);
    }

    @Override
    public void close() {
        link.close();
        lock.close();
    }
}
