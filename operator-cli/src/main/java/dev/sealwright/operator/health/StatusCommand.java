package dev.sealwright.operator.health;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.profile.Profile;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.terminal.Table;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}: whether the service does its work now. */
@Command(
        name = "status",
        description = "Say whether the service can do its work now, and where its log stands.",
        footerHeading = "%nExample:%n",
        footer = "  sealwright status --json",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:ready", "1:not ready", "4:not reachable"})
public final class StatusCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private final Connections connections = new Connections();
    @Mixin private final OutputOptions output = new OutputOptions();

    public StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Profile profile = connections.profile(surroundings);
        try (ServiceClient service = Connections.open(profile, surroundings)) {
            Readiness readiness = Readiness.of(service);
            show(profile, readiness, head(service), Handshake.with(profile, surroundings));
            return (readiness.ready() ? ExitCode.DONE : ExitCode.REFUSED).number();
        }
    }

    private static Checkpoint head(ServiceClient service) {
        var answer = service.send(Request.get("/audit/checkpoint").upTo(Note.MAX_SIZE));
        String note = new String(answer.body().toArray(), StandardCharsets.UTF_8);
        return Checkpoint.parse(Note.parse(note).text());
    }

    private void show(
            Profile profile, Readiness readiness, Checkpoint head, Optional<Handshake> handshake) {
        var table = new Table("WHAT", "STATE");
        table.row("service", profile.address().toString());
        table.row("ready", readiness.ready() ? "yes" : "no");
        ObjectNode json =
                Json.object()
                        .put("address", profile.address().toString())
                        .put("ready", readiness.ready())
                        .put("log_origin", head.origin())
                        .put("log_size", head.size());
        ObjectNode checks = json.putObject("checks");
        for (Readiness.Check check : readiness.checks()) {
            String state = check.ok() ? "ok" : check.reason();
            table.row(check.name(), state);
            checks.put(check.name(), state);
        }
        table.row("log", head.size() + " entries of " + head.origin());
        readiness.sequencer().ifPresent(sequencer -> show(sequencer, table, json));
        ArrayNode voters = json.putArray("voters");
        readiness.voters().forEach(each -> show(each, table, voters.addObject()));
        ArrayNode witnesses = json.putArray("witnesses");
        readiness.witnesses().forEach(each -> show(each, table, witnesses.addObject()));
        handshake.ifPresent(
                tls -> {
                    table.row("certificate", "for " + left(tls) + " days, until " + tls.expires());
                    json.put("certificate_expires", tls.expires().toString());
                });
        output.result(json, table.toString());
    }

    private static void show(Readiness.Sequencer sequencer, Table table, ObjectNode json) {
        String leader = sequencer.leader().orElse("none");
        table.row("sequencer", leader + ", term " + sequencer.term());
        json.put("replica", sequencer.replica())
                .put("leader", leader)
                .put("term", sequencer.term());
    }

    private static void show(Readiness.Voter voter, Table table, ObjectNode json) {
        table.row(
                "voter " + voter.name(),
                voter.state()
                        + ", signed "
                        + voter.signed()
                        + " entries"
                        + (voter.behind() > 0 ? ", " + voter.behind() + " behind" : "")
                        + voter.problem().map(why -> ": " + why).orElse(""));
        json.put("name", voter.name())
                .put("kind", voter.kind())
                .put("state", voter.state())
                .put("signed", voter.signed())
                .put("behind", voter.behind());
        voter.problem().ifPresent(why -> json.put("problem", why));
    }

    private static void show(Readiness.Witness witness, Table table, ObjectNode json) {
        String state =
                witness.behind() == 0
                        ? "cosigned everything"
                        : "has not cosigned the last " + witness.behind() + " entries";
        table.row(
                "witness " + witness.name(),
                state + witness.problem().map(why -> ": it " + why).orElse(""));
        json.put("name", witness.name()).put("behind", witness.behind());
        witness.problem().ifPresent(why -> json.put("problem", why));
    }

    private long left(Handshake handshake) {
        return Duration.between(surroundings.clock().instant(), handshake.expires()).toDays();
    }
}
