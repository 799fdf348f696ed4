package dev.sealwright.operator;

import dev.sealwright.client.standin.HostsDesk;
import dev.sealwright.client.standin.Session;
import dev.sealwright.client.standin.StandInLog;
import dev.sealwright.client.standin.StandInPeople;
import dev.sealwright.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Runs sealwright against a service of its own, in a home folder of its own. */
public final class OperatorRuns implements AutoCloseable {
    private final SettableClock clock =
            SettableClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private final StandInPeople service;
    private final Path home;

    public OperatorRuns(Path home) {
        this(home, new StandInLog(HostsDesk.ORIGIN));
    }

    /** Where the service has this log. */
    public OperatorRuns(Path home, StandInLog log) {
        this.home = home;
        this.service = new StandInPeople(clock, log);
    }

    public StandInPeople service() {
        return service;
    }

    public SettableClock clock() {
        return clock;
    }

    public Path profile() {
        return home.resolve(".config/sealwright/profiles/default.json");
    }

    public Session run(String... arguments) {
        return runWith("", arguments);
    }

    public Session runWith(String in, String... arguments) {
        return run(Map.of(), in, arguments);
    }

    /** In an environment, with something on standard input. */
    public Session run(Map<String, String> variables, String in, String... arguments) {
        return Session.run(
                (surroundings, given) -> Sealwright.program(surroundings, given).run(given),
                variables,
                home,
                clock,
                in,
                arguments);
    }

    public Session login() {
        return runWith(
                service.key().reveal() + "\n",
                "login",
                "--address",
                service.address().toString(),
                "--root-fingerprint",
                service.pin().hex(),
                "--org",
                "demo");
    }

    @Override
    public void close() {
        service.close();
    }
}
