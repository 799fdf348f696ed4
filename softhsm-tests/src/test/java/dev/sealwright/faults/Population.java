package dev.sealwright.faults;

import dev.sealwright.client.host.HostFolder;
import dev.sealwright.client.http.ProblemException;
import dev.sealwright.client.http.Retries;
import dev.sealwright.client.http.UnreachableException;
import dev.sealwright.client.json.Fields;
import dev.sealwright.host.link.EnrolledSession;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * One person and his hosts: he mints, they enrol, beat, sync, renew, he reads and changes. What
 * fails for now he does again, as scripts do, until it is done or he loses patience.
 */
final class Population implements Runnable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final int number;
    private final Cli cli;
    private final Ledger ledger;
    private final SplittableRandom random;
    private final List<String> hosts = new ArrayList<>();
    private volatile boolean goesOn = true;

    Population(int number, Cli cli, Ledger ledger, long seed) {
        this.number = number;
        this.cli = cli;
        this.ledger = ledger;
        this.random = new SplittableRandom(seed + number);
    }

    void end() {
        goesOn = false;
    }

    @Override
    public void run() {
        while (goesOn) {
            if (hosts.isEmpty() || random.nextInt(4) == 0) {
                enrol();
            } else {
                live(hosts.get(random.nextInt(hosts.size())));
            }
        }
    }

    private void enrol() {
        Cli.Ran minted = done("mint", cli::mint);
        String url = minted.out().strip();
        if (!minted.done()) {
            return;
        }
        ledger.minted(url);
        String name = String.format(Locale.ROOT, "host-%d-%d", number, hosts.size());
        Cli.Ran enrolled = done("enrol", () -> cli.enrol(name, url));
        if (enrolled.done()) {
            hosts.add(name);
            var answer = Fields.parse(enrolled.out().getBytes(StandardCharsets.UTF_8));
            ledger.enrolled(answer.text("sandbox_id"));
        }
    }

    private void live(String host) {
        switch (random.nextInt(6)) {
            case 0 -> renew(host);
            case 1 -> done("sync", () -> cli.host("sync", host));
            case 2 -> done("read", () -> cli.operator("hosts", "list", "--json"));
            case 3 -> describe();
            default -> done("beat", () -> beat(host));
        }
    }

    private void renew(String host) {
        Cli.Ran ran = done("renew", () -> cli.host("renew", host, "--json"));
        if (ran.done()) {
            ledger.renewed();
        }
    }

    private void describe() {
        String text = "by " + number + ", " + random.nextInt();
        if (done("describe", () -> cli.describe(text)).done()) {
            ledger.described();
        }
    }

    private Cli.Ran beat(String host) {
        var surroundings = cli.surroundings("", new StringWriter(), new StringWriter());
        try (var session =
                EnrolledSession.open(
                        new HostFolder(cli.hostFolder(host)),
                        Retries.patient(new SecureRandom()),
                        surroundings)) {
            session.link().heartbeat(0);
            return new Cli.Ran(0, "", "");
        } catch (UnreachableException e) {
            return Cli.Ran.failed(e.isTemporary(), e);
        } catch (ProblemException e) {
            return Cli.Ran.failed(e.isTemporary(), e);
        }
    }

    /** Does it until it is done; what ends otherwise is a loss. */
    private Cli.Ran done(String what, Supplier<Cli.Ran> act) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Cli.Ran ran = act.get();
        ledger.requested(false);
        while (mayBeTriedAgain(ran) && System.nanoTime() - end < 0) {
            Soak.pause(Duration.ofMillis(random.nextInt(20, 200)));
            ran = act.get();
            ledger.requested(true);
        }
        if (!ran.done()) {
            ledger.lost(what + ": exit " + ran.code() + " " + ran.err().strip());
        }
        return ran;
    }

    /** Two who change one thing at the same moment are told to come again, too. */
    private static boolean mayBeTriedAgain(Cli.Ran ran) {
        return ran.mayComeLater() || ran.err().contains("conflict");
    }
}
