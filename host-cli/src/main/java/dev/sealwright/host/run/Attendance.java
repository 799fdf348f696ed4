package dev.sealwright.host.run;

import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.host.link.EnrolledSession;
import dev.sealwright.host.link.ServiceLink;
import dev.sealwright.host.policy.PolicySync;
import dev.sealwright.host.renew.CertificateRenewal;
import dev.sealwright.host.renew.RenewalTime;
import dev.sealwright.protocol.sync.HeartbeatAnswer;
import dev.sealwright.protocol.sync.HostState;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What goes on beside the agent: heartbeats, policies as they come, the certificate in time, the
 * log.
 */
final class Attendance implements AutoCloseable {
    /** How often the log is looked at, at the most; each policy and certificate does it too. */
    private static final Duration LOOK = Duration.ofMinutes(5);

    private static final Duration AFTER_A_REFUSED_POLICY = Duration.ofSeconds(30);

    private final EnrolledSession session;
    private final PolicySync sync;
    private final CertificateRenewal renewal;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Stop stop;
    private final Consumer<String> say;
    private final List<Thread> threads = new ArrayList<>();

    Attendance(
            EnrolledSession session, Stop stop, Surroundings surroundings, Consumer<String> say) {
        this.session = session;
        this.clock = surroundings.clock();
        this.random = surroundings.random();
        this.stop = stop;
        this.say = say;
        this.sync = new PolicySync(session, clock);
        this.renewal = new CertificateRenewal(session, clock);
    }

    void begin() {
        begin("heartbeat", this::heartbeat);
        begin("sync", this::sync);
        begin("log", this::log);
        begin(
                "renewal",
                new Supplier<>() {
                    private Instant due = RenewalTime.of(certificate(), random);

                    @Override
                    public Duration get() {
                        if (!clock.instant().isBefore(due)) {
                            session.succeed(clock.instant());
                            due = RenewalTime.of(renewal.run().certificate(), random);
                        }
                        return Duration.between(clock.instant(), due);
                    }
                });
    }

    /** Ends all of it, and waits for that. */
    @Override
    public void close() {
        stop.set();
        session.link().close();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void begin(String name, Supplier<Duration> round) {
        var duty = new Duty(name, round, stop, new Backoff(random), session.audit(), say);
        threads.add(Thread.ofVirtual().name(name).start(duty));
    }

    private Duration heartbeat() {
        HeartbeatAnswer answer = session.link().heartbeat(session.policies().version());
        if (answer.state() != HostState.ACTIVE) {
            shutOut("the service says this host is " + answer.state().text());
        }
        session.audit().deliver(session.link()::report);
        return answer.next();
    }

    private Duration sync() {
        PolicySync.Outcome outcome = sync.round(ServiceLink.MAX_WAIT);
        if (outcome.revoked()) {
            shutOut("the service says this host is revoked");
        }
        if (outcome.taken() > 0) {
            say.accept("policy version " + session.policies().version() + " is in force");
        }
        // A policy of another epoch of the log than this host knows verifies under its successor.
        boolean again = outcome.refused() == 0 || session.succeed(clock.instant());
        return again ? Duration.ZERO : AFTER_A_REFUSED_POLICY;
    }

    private Duration log() {
        session.log().look();
        return LOOK.plusMillis(random.nextLong(LOOK.toMillis()));
    }

    private X509Certificate certificate() {
        return session.folder().chain().getFirst();
    }

    private void shutOut(String why) {
        session.audit().record("host.revoked", why);
        stop.setRevoked();
    }
}
