package dev.sealwright.controlplane.policy;

import dev.sealwright.controlplane.record.Records;
import dev.sealwright.controlplane.record.Versioned;
import dev.sealwright.controlplane.spec.SandboxSpecDocument;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.policy.CompiledPolicy;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A sandbox spec with the policy it names, both as the log has them: what a compilation starts
 * from.
 */
record PolicySource(Versioned<SandboxSpecDocument> spec, Versioned<PolicyDocument> policy) {

    static Optional<PolicySource> find(Records records, UUID spec) {
        return records.find(SandboxSpecDocument.TYPE, spec)
                .flatMap(
                        found ->
                                records.find(
                                                PolicyDocument.TYPE,
                                                found.org(),
                                                found.value().policy())
                                        .map(policy -> new PolicySource(found, policy)));
    }

    /** Changes whenever either changes. */
    Bytes digest() {
        return Sha256.of(spec.digest(), policy.digest());
    }

    Bytes org() {
        return spec.org();
    }

    CompiledPolicy compile(long version, Instant now) {
        return Compilation.of(
                policy.value(),
                new CompiledPolicy.Identity(org(), Uuids.bytes(spec.row()), policy.name()),
                version,
                now);
    }
}
