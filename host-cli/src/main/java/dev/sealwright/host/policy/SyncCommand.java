package dev.sealwright.host.policy;

import dev.sealwright.client.http.ProblemException;
import dev.sealwright.client.http.Retries;
import dev.sealwright.client.http.UnreachableException;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.host.HostSelection;
import dev.sealwright.host.link.EnrolledSession;
import dev.sealwright.protocol.MalformedException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sync}: fetches the policy once. */
@Command(
        name = "sync",
        description = {
            "Fetch the newest policy once, verify it and put it in force.",
            "A running start does this by itself."
        },
        footerHeading = "%nExample:%n",
        footer = "  sealwright-host sync web1")
public final class SyncCommand implements Runnable {
    private final Surroundings surroundings;

    @Mixin private final HostSelection selection = new HostSelection();
    @Mixin private final OutputOptions output = new OutputOptions();

    public SyncCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        var retries = Retries.patient(surroundings.random());
        var folder = selection.folder(surroundings);
        try (var session = EnrolledSession.open(folder, retries, surroundings)) {
            session.succeed(surroundings.clock().instant());
            var sync = new PolicySync(session, surroundings.clock());
            session.log().look();
            PolicySync.Outcome outcome = sync.round(Duration.ZERO);
            long version = session.policies().version();
            output.result(
                    Json.object()
                            .put("policy_version", version)
                            .put("taken", outcome.taken())
                            .put("refused", outcome.refused())
                            .put("revoked", outcome.revoked()),
                    version == 0 ? "no policy yet" : "policy version " + version + " is in force");
            if (!outcome.revoked()) {
                report(session);
            }
            refuseUnless(outcome);
        }
    }

    /** What cannot be reported now is reported another time. */
    private void report(EnrolledSession session) {
        try {
            session.audit().deliver(session.link()::report);
        } catch (ProblemException | UnreachableException | MalformedException e) {
            output.warn("events wait: " + e.getMessage());
        }
    }

    private static void refuseUnless(PolicySync.Outcome outcome) {
        if (outcome.revoked()) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    "this host was revoked",
                    "talk to your security team; a new enrolment needs a new key and URL");
        }
        if (outcome.refused() > 0) {
            throw new CommandFailure(
                    ExitCode.REFUSED,
                    outcome.refused() + " of the policies that came did not verify",
                    "tell your security team; the service learns of it with the next heartbeat");
        }
    }
}
