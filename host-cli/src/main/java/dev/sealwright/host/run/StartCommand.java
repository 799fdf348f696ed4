package dev.sealwright.host.run;

import dev.sealwright.client.http.ProblemException;
import dev.sealwright.client.http.Retries;
import dev.sealwright.client.http.UnreachableException;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.host.HostSelection;
import dev.sealwright.host.link.EnrolledSession;
import dev.sealwright.host.policy.PolicySync;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.policy.AcceptedPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code start}: keeps the host enrolled and runs an agent under its policy. */
@Command(
        name = "start",
        description = {
            "Run an agent under this host's policy; meanwhile send heartbeats, take new policies as"
                    + " they come and renew the certificate.",
            "The agent finds its policy in the file that SEALWRIGHT_POLICY names; the file is"
                    + " replaced when a newer policy comes. Without --agent, only the host is kept."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright-host start web1 --agent ./agent.sh --verbose",
            "  sealwright-host start web1                        until it is told to stop"
        },
        exitCodeListHeading = "%nExit code:%n",
        exitCodeList = {
            " :that of the agent",
            "1:the service shuts this host out",
            "6:the service's log forked or shrank"
        })
public final class StartCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private final HostSelection selection = new HostSelection();
    @Mixin private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--grace-seconds",
            defaultValue = "900",
            description = "How long after its policy's end an agent may still start (900).")
    private long graceSeconds = 900;

    @Option(
            names = "--agent",
            arity = "1..*",
            paramLabel = "COMMAND",
            parameterConsumer = TheRest.class,
            description = "The agent and its arguments: everything to the end of the line.")
    private List<String> agent = List.of();

    public StartCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        var retries = Retries.none(surroundings.random());
        var folder = selection.folder(surroundings);
        try (var session = EnrolledSession.open(folder, retries, surroundings)) {
            var stop = new Stop();
            session.succeed(surroundings.clock().instant());
            firstContact(session);
            try (var attendance = new Attendance(session, stop, surroundings, output::note)) {
                return agent.isEmpty() ? keep(attendance, stop) : run(session, attendance, stop);
            }
        }
    }

    /** Policy and heartbeat before the agent; without the service, the policy on disk has to do. */
    private void firstContact(EnrolledSession session) {
        var sync = new PolicySync(session, surroundings.clock());
        try {
            session.log().look();
            if (sync.round(Duration.ZERO).revoked()) {
                throw Stop.shutOut();
            }
            session.link().heartbeat(session.policies().version());
        } catch (UnreachableException e) {
            output.warn(e.getMessage() + "; going on with the policy on disk");
        } catch (ProblemException e) {
            if (!e.isTemporary()) {
                throw e;
            }
            output.warn(e.getMessage() + "; going on with the policy on disk");
        }
    }

    private int run(EnrolledSession session, Attendance attendance, Stop stop)
            throws InterruptedException {
        AcceptedPolicy policy =
                PolicyInForce.require(
                        session.policies().current(),
                        Duration.ofSeconds(graceSeconds),
                        surroundings.clock().instant());
        output.note("policy version " + policy.policy().version() + " is in force");
        attendance.begin();
        String sandbox = Uuids.text(session.known().enrolled().id().sandbox());
        session.audit().record("agent.started", "policy version " + policy.policy().version());
        Agent started = Agent.start(agent, session.policies().readable(), sandbox);
        try (var _ = new SignalForwarding(started)) {
            CompletableFuture<Integer> ended = started.ended().whenComplete((_, _) -> stop.set());
            stop.await();
            if (stop.why().isPresent()) {
                started.stop();
                throw stop.why().get();
            }
            int code = ended.join();
            session.audit().record("agent.ended", "exit code " + code);
            return code;
        }
    }

    private int keep(Attendance attendance, Stop stop) throws InterruptedException {
        attendance.begin();
        stop.await();
        if (stop.why().isPresent()) {
            throw stop.why().get();
        }
        return ExitCode.DONE.number();
    }
}
