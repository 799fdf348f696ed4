package dev.sealwright.host.policy;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.host.HostFolder;
import dev.sealwright.client.host.KnownHost;
import dev.sealwright.client.host.PolicyJson;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.host.log.LogFollowing;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.policy.AcceptedPolicy;
import dev.sealwright.protocol.policy.PolicyAcceptance;
import dev.sealwright.protocol.policy.PolicyDelivery;
import dev.sealwright.protocol.policy.PolicyFloor;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The newest policy this host accepted, in the folder {@code policy}: as it was delivered ({@code
 * delivery.json}, with its receipt), as {@code policy.cbor}, and as {@code policy.json} for agents,
 * all read-only; and {@code floor.json}, below which no policy is accepted again. The floor is
 * raised first, so that a crash in between can lose a policy until the next sync but never go back.
 */
public final class PolicyStore {
    private static final int MAX_BYTES = 1024 * 1024;

    private final Path folder;
    private final PolicyAcceptance acceptance;
    private final LocalAudit audit;

    public PolicyStore(HostFolder host, KnownHost known, LocalAudit audit) {
        this.folder = host.file("policy");
        this.acceptance = known.acceptance();
        this.audit = audit;
    }

    /** The policy in force, verified again from what is on disk. */
    public synchronized Optional<AcceptedPolicy> current() {
        try {
            return PrivateFile.readIfPresent(folder.resolve("delivery.json"), MAX_BYTES)
                    .map(json -> acceptance.verify(PolicyDelivery.fromJson(Json.map(json))))
                    .filter(policy -> policy.floor().equals(floor().orElse(null)));
        } catch (VerificationException | MalformedException e) {
            audit.record("policy.damaged", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Of the policy in force; 0 without one. */
    public long version() {
        return current().map(accepted -> accepted.policy().version()).orElse(0L);
    }

    /**
     * Puts a policy in force, or drops it: one that is not authentic, not for this host, out of its
     * time, older than the floor, or of a log that is not proven to be the one this host knows
     * leaves only a line in the audit file.
     *
     * @return whether it is in force now
     */
    public synchronized boolean take(PolicyDelivery delivery, LogFollowing log, Instant now) {
        try {
            AcceptedPolicy accepted = acceptance.accept(delivery, floor(), now);
            log.see(delivery.receipt().checkpoint());
            store(delivery, accepted);
            return true;
        } catch (VerificationException e) {
            audit.record("policy.refused", e.reason() + ": " + e.getMessage());
        } catch (MalformedException e) {
            audit.record("policy.refused", "malformed: " + e.getMessage());
        }
        return false;
    }

    /** What an agent reads. */
    public Path readable() {
        return folder.resolve("policy.json");
    }

    private void store(PolicyDelivery delivery, AcceptedPolicy accepted) {
        PrivateFile.makeFolder(folder);
        writeFloor(accepted.floor());
        write("delivery.json", Json.document(Json.tree(delivery.toJson())));
        write("policy.cbor", delivery.policy().toArray());
        write("policy.json", Json.document(PolicyJson.of(accepted.policy())));
    }

    private Optional<PolicyFloor> floor() {
        return PrivateFile.readIfPresent(folder.resolve("floor.json"), MAX_BYTES)
                .map(Fields::parse)
                .map(json -> new PolicyFloor(json.number("version"), json.binary("digest")));
    }

    private void writeFloor(PolicyFloor floor) {
        var json =
                Json.object()
                        .put("version", floor.version())
                        .put("digest", floor.digest().base64Url());
        PrivateFile.write(folder.resolve("floor.json"), Json.document(json));
    }

    private void write(String name, byte[] content) {
        PrivateFile.writeReadOnly(folder.resolve(name), content);
    }
}
