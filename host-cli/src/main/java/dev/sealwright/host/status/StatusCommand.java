package dev.sealwright.host.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.host.HostFolder;
import dev.sealwright.client.host.KnownHost;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.terminal.Table;
import dev.sealwright.host.HostSelection;
import dev.sealwright.host.log.LogMemory;
import dev.sealwright.host.policy.LocalAudit;
import dev.sealwright.host.policy.PolicyStore;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.policy.AcceptedPolicy;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}: what this host knows of itself, without asking the service. */
@Command(
        name = "status",
        description = "Show identity, certificate and policy of this host, verified again offline.",
        footerHeading = "%nExample:%n",
        footer = "  sealwright-host status web1 --json")
public final class StatusCommand implements Runnable {
    private final Surroundings surroundings;

    @Mixin private final HostSelection selection = new HostSelection();
    @Mixin private final OutputOptions output = new OutputOptions();

    public StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        HostFolder folder = selection.folder(surroundings);
        Instant now = surroundings.clock().instant();
        KnownHost known = KnownHost.load(folder, now);
        var audit = new LocalAudit(folder, surroundings.clock(), surroundings.random());
        ObjectNode json = identity(folder, known, now);
        new PolicyStore(folder, known, audit)
                .current()
                .ifPresent(policy -> json.set("policy", policy(policy, now)));
        json.put("events_waiting", audit.waiting());
        log(json, new LogMemory(folder, known));
        output.result(json, table(json));
    }

    private ObjectNode identity(HostFolder folder, KnownHost known, Instant now) {
        var certificate = folder.identity().certificate();
        Instant expires = certificate.getNotAfter().toInstant();
        return Json.object()
                .put("name", selection.name())
                .put("address", known.config().address().toString())
                .put("root_fingerprint", known.config().root().hex())
                .put("sandbox_id", Uuids.text(known.enrolled().id().sandbox()))
                .put("spiffe_id", known.enrolled().id().text())
                .put("certificate_serial", certificate.getSerialNumber().toString(16))
                .put("certificate_expires_at", expires.toString())
                .put("certificate_valid", !now.isAfter(expires))
                .put("folder", folder.path().toString());
    }

    private static ObjectNode policy(AcceptedPolicy policy, Instant now) {
        Instant expires = policy.policy().validity().expires();
        return Json.object()
                .put("version", policy.policy().version())
                .put("expires_at", expires.toString())
                .put("expired", now.isAfter(expires));
    }

    private static void log(ObjectNode json, LogMemory memory) {
        json.put("log_size", memory.head().size());
        json.put("log_forked", memory.evidence().isPresent());
        if (memory.evidence().isPresent()) {
            json.put("log_evidence", memory.evidenceFile().toString());
        }
    }

    private static String table(ObjectNode json) {
        var table = new Table("WHAT", "VALUE");
        json.properties().stream()
                .filter(field -> field.getValue().isValueNode())
                .forEach(field -> table.row(field.getKey(), field.getValue().asText()));
        var policy = Optional.ofNullable(json.get("policy"));
        table.row("policy_version", policy.map(p -> p.get("version").asText()).orElse("none"));
        policy.ifPresent(p -> table.row("policy_expires_at", p.get("expires_at").asText()));
        return table.toString();
    }
}
