package dev.sealwright.controlplane.approval;

import dev.sealwright.controlplane.log.LeafRef;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/** What happened to approvals, for the log. */
@Singleton
final class ApprovalEvents {
    private final Log log;
    private final JsonMapper json;

    ApprovalEvents(Log log, JsonMapper json) {
        this.log = log;
        this.json = json;
    }

    /** Joins a transaction. */
    LeafRef record(Approval approval, EventKind kind, EventOutcome outcome, String by) {
        Map<String, String> detail =
                new TreeMap<>(
                        Map.of(
                                "about", approval.about(),
                                "approval", approval.id().toString(),
                                "by", by,
                                "type", approval.type()));
        try {
            byte[] written =
                    json.writeValueAsBytes(Argument.mapOf(String.class, String.class), detail);
            return log.record(approval.org(), kind, outcome, Bytes.of(written));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
