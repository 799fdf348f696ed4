package dev.sealwright.controlplane.audit;

import dev.sealwright.controlplane.log.AuditQuery.Audited;
import dev.sealwright.controlplane.log.Entry;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.Opening;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the log as auditors read it.
 *
 * @param org tag, 32 hexadecimal digits; zeros for the system's own
 * @param kind type of the leaf; for events, what happened
 * @param outcome of an event
 * @param actor whose request made it, {@code user:ORG/NAME} or {@code host:ID}, as the service
 *     says; absent where the service acts by itself
 * @param detail JSON that the leaf holds the salted digest of: what an event tells, the document of
 *     a resource; absent if it was erased, and for API keys
 * @param salt base64url; the leaf's digest is SHA-256(salt ‖ detail)
 * @param prevHash hexadecimal head of the organisation's chain before this entry
 * @param leaf base64url; empty once retention took its bytes, and with them what an event's kind
 *     and outcome were
 */
@Serdeable
@Schema(name = "AuditEntry")
public record AuditEntry(
        long leafIndex,
        UUID id,
        Instant time,
        String org,
        String kind,
        @Nullable String outcome,
        @Nullable String actor,
        @Nullable String detail,
        @Nullable String salt,
        String prevHash,
        String leaf) {

    public static AuditEntry of(Audited audited) {
        Entry entry = audited.entry();
        LeafBody.@Nullable Event event = event(entry);
        return new AuditEntry(
                entry.index(),
                entry.id(),
                entry.time(),
                entry.org().hex(),
                event == null ? entry.type() : event.kind().text(),
                event == null ? null : event.outcome().text(),
                audited.actor().orElse(null),
                audited.opening().map(AuditEntry::detail).orElse(null),
                audited.opening().map(opening -> opening.salt().base64Url()).orElse(null),
                entry.orgPrevHash().hex(),
                entry.leaf().base64Url());
    }

    private static LeafBody.@Nullable Event event(Entry entry) {
        return !entry.gone()
                        && LeafCodec.decode(entry.leaf()).body() instanceof LeafBody.Event event
                ? event
                : null;
    }

    /** For receivers of short messages: anyone can read the leaf in the log. */
    public AuditEntry withoutLeaf() {
        return new AuditEntry(
                leafIndex, id, time, org, kind, outcome, actor, detail, salt, prevHash, "");
    }

    public AuditEntry withoutDetail() {
        return new AuditEntry(
                leafIndex, id, time, org, kind, outcome, actor, null, null, prevHash, leaf);
    }

    private static String detail(Opening opening) {
        return new String(opening.content().toArray(), StandardCharsets.UTF_8);
    }
}
