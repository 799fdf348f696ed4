package dev.sealwright.controlplane.audit;

import dev.sealwright.controlplane.log.AuditQuery.Audited;
import dev.sealwright.controlplane.log.Entry;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
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
 * @param detail JSON that the leaf holds the salted digest of; absent if it was erased
 * @param prevHash hexadecimal head of the organisation's chain before this entry
 * @param leaf base64url
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
        @Nullable String detail,
        String prevHash,
        String leaf) {

    static AuditEntry of(Audited audited) {
        Entry entry = audited.entry();
        Leaf leaf = LeafCodec.decode(entry.leaf());
        LeafBody.@Nullable Event event =
                leaf.body() instanceof LeafBody.Event happened ? happened : null;
        return new AuditEntry(
                entry.index(),
                entry.id(),
                entry.time(),
                entry.org().hex(),
                event == null ? leaf.type() : event.kind().text(),
                event == null ? null : event.outcome().text(),
                audited.detail()
                        .map(json -> new String(json.toArray(), StandardCharsets.UTF_8))
                        .orElse(null),
                entry.orgPrevHash().hex(),
                entry.leaf().base64Url());
    }
}
