package dev.sealwright.controlplane.vault;

import dev.sealwright.controlplane.log.LeafOutcome;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.record.Ledger;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.controlplane.voter.Holder;
import dev.sealwright.controlplane.voter.SecretMembers;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.ProvenLeaf;
import dev.sealwright.keyservice.api.RefusalCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.secret.KeySealing;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sealings that members have of the secrets that they share: which there are, and new ones. */
@Singleton
final class OwnSealings {
    private static final Logger LOG = LoggerFactory.getLogger(OwnSealings.class);

    private final SecretMembers members;
    private final SealedVersions versions;
    private final Ledger ledger;
    private final Storage storage;
    private final Log log;
    private final LongAdder made = new LongAdder();

    OwnSealings(
            SecretMembers members,
            SealedVersions versions,
            Ledger ledger,
            Storage storage,
            Log log) {
        this.members = members;
        this.versions = versions;
        this.ledger = ledger;
        this.storage = storage;
        this.log = log;
    }

    /**
     * How far a member has come.
     *
     * @param secrets versions that members share
     * @param missing of these, such that it has no sealing of
     */
    record Progress(Holder holder, boolean present, long secrets, long missing) {}

    /** Of all members, in the order of the anchors; none where the first alone holds secrets. */
    List<Progress> progress() {
        if (!members.areSeveral()) {
            return List.of();
        }
        List<Holder> present = members.present();
        return storage.read(
                connection -> {
                    long total = SealingTable.total(connection);
                    List<Progress> all = new ArrayList<>();
                    for (Holder each : members.holders()) {
                        all.add(
                                new Progress(
                                        each,
                                        present.contains(each),
                                        total,
                                        SealingTable.missing(connection, each.id())));
                    }
                    return List.copyOf(all);
                });
    }

    /** How many were made since the start, beside those of new secrets. */
    long made() {
        return made.sum();
    }

    /**
     * Has a member seal a version that it does not have, or has under an older key.
     *
     * @return whether it has it now; false for what is damaged, which is said in the log
     * @throws dev.sealwright.keyservice.api.KeyServiceUnavailableException while the member, or all
     *     that have the secret, are away
     */
    boolean complete(Holder holder, StoredVersion stored) {
        Optional<SealedVersion> logged = logged(stored);
        Optional<Bytes> blob = logged.flatMap(each -> stored.ciphertext(each.blob()));
        if (blob.isEmpty()) {
            LOG.warn("a version of a secret is damaged; no member is given it");
            return false;
        }
        Map<Bytes, KeySealing> others =
                storage.read(connection -> SealingTable.of(connection, stored.leafId()));
        try {
            KeySealing sealing =
                    members.sealingFor(
                            holder,
                            logged.get().version(),
                            standing(logged.get()),
                            blob.get(),
                            others);
            return kept(holder, stored, blob.get(), sealing);
        } catch (KeyServiceRefusedException e) {
            if (e.code() != RefusalCode.CIPHERTEXT) {
                throw e;
            }
            LOG.warn("{} is not given a version of a secret: {}", holder.name(), e.detail());
            return false;
        }
    }

    private Optional<SealedVersion> logged(StoredVersion stored) {
        ledger.changes();
        Bytes org = storage.read(connection -> SealingTable.org(connection, stored.leafId()));
        return Optional.ofNullable(versions.of(org, stored.secret()).get(stored.version()))
                .filter(each -> each.shreddedAt().isEmpty());
    }

    private ProvenLeaf standing(SealedVersion logged) {
        LeafOutcome.Released leaf = log.at(logged.index()).orElseThrow(Secrets::damaged);
        return new ProvenLeaf(leaf.leaf(), leaf.receipt().text());
    }

    private boolean kept(Holder holder, StoredVersion stored, Bytes blob, KeySealing sealing) {
        boolean kept =
                storage.write(
                        connection -> {
                            boolean holds = ResealTable.holds(connection, stored.leafId(), blob);
                            if (holds) {
                                SealingTable.store(
                                        connection, stored.leafId(), holder.id(), sealing);
                            }
                            return holds;
                        });
        if (kept) {
            made.increment();
        }
        return kept;
    }

    /** Forgets what members had that the anchors do not name any more. */
    void forgetOthers() {
        List<Bytes> ids = members.holders().stream().map(Holder::id).toList();
        int gone = storage.write(connection -> SealingTable.forgetOthers(connection, ids));
        if (gone > 0) {
            LOG.info("forgot {} sealings of members that are none any more", gone);
        }
    }
}
