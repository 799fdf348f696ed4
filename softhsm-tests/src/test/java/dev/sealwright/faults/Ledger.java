package dev.sealwright.faults;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.bootstrap.BootstrapUrl;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What the service has acknowledged: it may lose none of it. Safe for concurrent use. */
final class Ledger {
    private final Set<Bytes> bootstraps = new HashSet<>();
    private final Set<Bytes> sandboxes = new HashSet<>();
    private final List<String> losses = new ArrayList<>();
    private long renewals;
    private long changes;
    private long requests;
    private long retries;

    synchronized void requested(boolean again) {
        requests++;
        retries += again ? 1 : 0;
    }

    synchronized void minted(String url) {
        bootstraps.add(BootstrapUrl.parse(url).id().value());
    }

    synchronized void enrolled(String sandbox) {
        if (!sandboxes.add(Uuids.parse(sandbox))) {
            lost("two hosts are " + sandbox);
        }
    }

    synchronized void renewed() {
        renewals++;
    }

    synchronized void described() {
        changes++;
    }

    synchronized void lost(String what) {
        losses.add(what);
    }

    synchronized long requests() {
        return requests;
    }

    synchronized long retries() {
        return retries;
    }

    synchronized long enrolments() {
        return sandboxes.size();
    }

    synchronized long renewals() {
        return renewals;
    }

    synchronized long changes() {
        return changes;
    }

    /** What was acknowledged and is not in the log, and what was never answered. */
    synchronized List<String> losses(VerifiedLog log) {
        List<String> all = new ArrayList<>(losses);
        Set<Bytes> minted = log.bootstraps();
        bootstraps.stream()
                .filter(each -> !minted.contains(each))
                .forEach(each -> all.add("bootstrap " + each.hex()));
        Set<Bytes> enrolled = log.enrolments();
        sandboxes.stream()
                .filter(each -> !enrolled.contains(each))
                .forEach(each -> all.add("sandbox " + each.hex()));
        long logged = log.renewals().values().stream().mapToLong(Long::longValue).sum();
        if (logged < renewals) {
            all.add(renewals - logged + " renewals");
        }
        if (log.specs() < changes) {
            all.add(changes - log.specs() + " changes");
        }
        return List.copyOf(all);
    }
}
