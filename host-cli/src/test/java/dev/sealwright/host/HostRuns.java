package dev.sealwright.host;

import dev.sealwright.client.host.HostFolder;
import dev.sealwright.client.standin.HostsDesk;
import dev.sealwright.client.standin.Session;
import dev.sealwright.client.standin.StandInLog;
import dev.sealwright.client.standin.StandInService;
import dev.sealwright.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Runs sealwright-host against a service of its own, in a home folder of its own. */
public final class HostRuns implements AutoCloseable {
    private final SettableClock clock =
            SettableClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    private final StandInService service;
    private final Path home;

    public HostRuns(Path home) {
        this(home, new StandInLog(HostsDesk.ORIGIN));
    }

    /** Where the service has this log. */
    public HostRuns(Path home, StandInLog log) {
        this.home = home;
        this.service = new StandInService(clock, log);
    }

    public StandInService service() {
        return service;
    }

    public SettableClock clock() {
        return clock;
    }

    public HostFolder folder() {
        return new HostFolder(home.resolve(".sealwright-host/web1"));
    }

    public Session run(String in, String... arguments) {
        return Session.run(
                (surroundings, given) -> SealwrightHost.program(surroundings).run(given),
                home,
                clock,
                in,
                arguments);
    }

    /** {@code init web1} with that URL on standard input. */
    public Session init(String url) {
        return run(url + "\n", "init", "web1");
    }

    /** An enrolled host. */
    public void enrol() {
        Session session = init(service.mint());
        if (session.code() != 0) {
            throw new IllegalStateException(session.err());
        }
    }

    @Override
    public void close() {
        service.close();
    }
}
