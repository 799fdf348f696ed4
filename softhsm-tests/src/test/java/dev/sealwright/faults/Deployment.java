package dev.sealwright.faults;

import dev.sealwright.controlplane.Main;
import dev.sealwright.keyservice.KeyServiceMain;
import dev.sealwright.keyservice.ceremony.CeremonyMain;
import dev.sealwright.keyservice.wire.KeyServiceAddress;
import dev.sealwright.keyservice.wire.Patience;
import dev.sealwright.keyservice.wire.RemoteKeyService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.testkit.FaultyModule;
import dev.sealwright.testkit.FreePorts;
import dev.sealwright.testkit.JavaProgram;
import dev.sealwright.testkit.PostgresCluster;
import dev.sealwright.testkit.SoftHsm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The service on one data folder, laid out and run as {@code ./sealwright up} does it, but each
 * part can be broken: the HSM's module on command, its token folder, PostgreSQL and the programs by
 * killing them.
 */
final class Deployment implements AutoCloseable {
    static final String DATABASE = "sealwright";
    static final String ADMIN_KEY = "sw_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofMillis(50);

    private final Path home;
    private final Vendor softHsm;
    private final Vendor first;
    private final FaultyModule hsm;
    private final PostgresCluster postgres;
    private final int peoplePort;
    private final int hostsPort;
    private final JavaProgram keys;
    private final JavaProgram service;
    private final Thread keeper;
    private final Map<String, String> more;
    private volatile boolean open = true;
    private volatile boolean resting;
    private volatile boolean withoutKeys;
    private final Probe probe;
    private final FurtherMembers members;

    private Deployment(Path home, Map<String, String> more, Vendor first, FurtherMembers members) {
        this.home = home;
        this.more = more;
        this.members = members;
        this.softHsm = softHsm();
        this.first = first;
        this.hsm = FaultyModule.before(first.module(), home);
        int database = FreePorts.one();
        this.postgres = new PostgresCluster(home.resolve("postgres"), database);
        this.peoplePort = FreePorts.one();
        this.hostsPort = FreePorts.one();
        this.keys = new JavaProgram(KeyServiceMain.class.getName(), keysEnvironment(), log("keys"));
        this.service =
                new JavaProgram(
                        Main.class.getName(),
                        environment("first", peoplePort, hostsPort),
                        log("service"));
        this.keeper = Thread.ofPlatform().daemon().name("key-service-keeper").unstarted(this::keep);
        this.probe = new Probe(this, people());
    }

    /**
     * Holds the ceremony in an empty folder, and starts nothing yet.
     *
     * @param more environment of the control planes
     */
    static Deployment prepared(Path home, Map<String, String> more) {
        return prepared(home, more, 0, List.of());
    }

    /**
     * The same with further members of the log, each a program of its own on a token of its own.
     *
     * @param members so many beside the key service
     * @param witnesses verifier keys of witnesses that are voters
     */
    static Deployment prepared(
            Path home, Map<String, String> more, int members, List<String> witnesses) {
        return prepared(
                home,
                more,
                softHsm(),
                new FurtherMembers(
                        home, Collections.nCopies(members, softHsm()), false, witnesses));
    }

    /**
     * The same on tokens of these vendors' modules.
     *
     * @param first of the key service
     * @param further of members that vote
     */
    static Deployment onTokensOf(Path home, Vendor first, List<Vendor> further) {
        return prepared(home, Map.of(), first, new FurtherMembers(home, further, false, List.of()));
    }

    static Vendor softHsm() {
        return new Vendor.SoftHsm2(
                SoftHsm.installed().orElseThrow(() -> new IllegalStateException("no SoftHSM2")));
    }

    /** The same with further members that issue and open as the first one does. */
    static Deployment withFullMembers(Path home, int members) {
        return prepared(
                home,
                Map.of(),
                softHsm(),
                new FurtherMembers(home, Collections.nCopies(members, softHsm()), true, List.of()));
    }

    private static Deployment prepared(
            Path home, Map<String, String> more, Vendor first, FurtherMembers members) {
        try {
            Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
            for (String folder : new String[] {"ceremony", "logs", "hsm", "root"}) {
                Files.createDirectories(home.resolve(folder));
            }
            Files.writeString(
                    home.resolve("admin.key.sha256"), Sha256.of(Bytes.utf8(ADMIN_KEY)).hex());
            secret(home.resolve("admin.key"), ADMIN_KEY);
            secret(home.resolve("postgres.password"), PostgresCluster.USER);
            var deployment = new Deployment(home, more, first, members);
            deployment.holdCeremony();
            deployment.postgres.start();
            deployment.postgres.execute("postgres", "CREATE DATABASE " + DATABASE);
            return deployment;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void secret(Path file, String text) throws IOException {
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, text);
    }

    private void holdCeremony() {
        keyCeremony(
                "hsm",
                first,
                "service-keys",
                "sealwright-service",
                home.resolve("ceremony/service-keys.json"));
        for (String name : members.names()) {
            keyCeremony(
                    name,
                    members.vendor(name),
                    members.ceremonyStep(),
                    name,
                    members.statement(name));
        }
        List<String> root = new ArrayList<>(members.rootArguments());
        Collections.addAll(
                root,
                "--token-label",
                "sealwright-root",
                "--in",
                home.resolve("ceremony/service-keys.json").toString(),
                "--out",
                home.resolve("ceremony").toString(),
                "--origin",
                "localhost:" + hostsPort + "/log/1",
                "--trust-domain",
                "sealwright.test",
                "--server-name",
                "localhost",
                "--server-name",
                "127.0.0.1");
        ceremony("root", softHsm, "root", root);
        members.settle();
    }

    private void keyCeremony(
            String folder, Vendor vendor, String step, String label, Path statement) {
        List<String> arguments = new ArrayList<>(vendor.options());
        Collections.addAll(arguments, "--token-label", label, "--out", statement.toString());
        ceremony(folder, vendor, step, arguments);
    }

    private void ceremony(String folder, Vendor vendor, String step, List<String> arguments) {
        Path where = home.resolve(folder);
        String[] all =
                Stream.concat(
                                Stream.of(
                                        step,
                                        "--module",
                                        vendor.module().toString(),
                                        "--dir",
                                        where.toString()),
                                arguments.stream())
                        .toArray(String[]::new);
        new JavaProgram(CeremonyMain.class.getName(), vendor.environment(where), log("ceremony"))
                .run(all);
    }

    private Map<String, String> environment(String replica, int people, int hosts) {
        Map<String, String> all = new HashMap<>(more);
        members.list().ifPresent(file -> all.put("SEALWRIGHT_MEMBERS", file.toString()));
        all.put("SEALWRIGHT_REPLICA", replica);
        all.put("SEALWRIGHT_KEY_SERVICE", keyServiceAddress());
        all.put("SEALWRIGHT_HOME", home.toString());
        all.put("SEALWRIGHT_DB_URL", postgres.jdbcUrl(DATABASE));
        all.put("SEALWRIGHT_DB_USER", PostgresCluster.USER);
        all.put("SEALWRIGHT_DB_PASSWORD_FILE", home.resolve("postgres.password").toString());
        all.put("SEALWRIGHT_PEOPLE_PORT", Integer.toString(people));
        all.put("SEALWRIGHT_HOSTS_PORT", Integer.toString(hosts));
        return Map.copyOf(all);
    }

    private Map<String, String> keysEnvironment() {
        Map<String, String> all = new HashMap<>(first.environment(home.resolve("hsm")));
        all.put("SEALWRIGHT_KEY_SERVICE", keyServiceAddress());
        all.put("SEALWRIGHT_HOME", home.toString());
        all.put("SEALWRIGHT_PKCS11_MODULE", hsm.path().toString());
        return all;
    }

    private String keyServiceAddress() {
        return "unix:" + socket();
    }

    private Path socket() {
        return home.resolve("run/key-service.sock");
    }

    /** Starts the key service again when it has ended by itself, as the launcher does. */
    private void keep() {
        while (open) {
            if (!resting && !withoutKeys && !keys.isAlive() && keys.mayHelpToStartAgain()) {
                Healing.of(home.resolve("hsm/tokens"));
                keys.start();
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private Path log(String name) {
        return home.resolve("logs").resolve(name + ".log");
    }

    Path home() {
        return home;
    }

    /** The PKCS#11 library itself, which nothing breaks. */
    Path module() {
        return first.module();
    }

    /** Where the database is. */
    Map<String, String> databaseEnvironment() {
        return Map.of(
                "SEALWRIGHT_DB_URL", postgres.jdbcUrl(DATABASE),
                "SEALWRIGHT_DB_USER", PostgresCluster.USER,
                "SEALWRIGHT_DB_PASSWORD_FILE", home.resolve("postgres.password").toString());
    }

    /** Stops both programs; {@link #start} brings them back. */
    void stop() {
        resting = true;
        service.close();
        keys.close();
    }

    /** Starts both once, for a start that is to be refused; what the control plane said of it. */
    String refusedStart() {
        resting = false;
        long end = System.nanoTime() + PATIENCE.toNanos();
        service.start();
        while (!service.endsWithin(STEP)) {
            if (System.nanoTime() - end > 0 || probe.isReady()) {
                throw new IllegalStateException("the service starts: " + service.said());
            }
        }
        stop();
        return service.said();
    }

    FaultyModule hsm() {
        return hsm;
    }

    /** Where all key services answer, the first member's first. */
    List<KeyServiceAddress.Unix> keyServices() {
        return Stream.concat(Stream.of(socket()), members.sockets().stream())
                .map(KeyServiceAddress.Unix::new)
                .toList();
    }

    /** Starts the key service and no control plane beside it; the first to ask it may be anyone. */
    RemoteKeyService keysAlone() {
        keeper.start();
        RemoteKeyService answering =
                RemoteKeyService.at(new KeyServiceAddress.Unix(socket()), Patience.USUAL);
        answering.awaitFirst(PATIENCE);
        return answering;
    }

    PostgresCluster postgres() {
        return postgres;
    }

    /** The control plane. */
    JavaProgram service() {
        return service;
    }

    /** The key service; whoever kills it sees it start again. */
    JavaProgram keys() {
        return keys;
    }

    long residentMib() {
        return service.residentMib() + keys.residentMib();
    }

    String rootFingerprint() {
        try {
            return Files.readString(home.resolve("ceremony/root.fingerprint")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI people() {
        return URI.create("https://localhost:" + peoplePort);
    }

    URI hosts() {
        return URI.create("https://localhost:" + hostsPort);
    }

    /** Starts the service, as often as it takes: what it needs may be away still. */
    void start() {
        resting = false;
        if (keeper.getState() == Thread.State.NEW) {
            keeper.start();
            members.start();
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!probe.isReady()) {
            if (!service.isAlive()) {
                service.start();
            }
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        "the service is not ready: " + service.said() + keys.said());
            }
            var _ = service.endsWithin(STEP);
        }
    }

    /** Stops both programs, does something to what they keep, and starts them again. */
    void whileStopped(Runnable work) {
        resting = true;
        service.close();
        keys.close();
        work.run();
        resting = false;
        start();
    }

    /** The programs of the further members. */
    FurtherMembers members() {
        return members;
    }

    /**
     * Takes the first member's token and state away for good, and has nobody start its key service
     * again.
     */
    void destroyFirstToken() {
        resting = true;
        withoutKeys = true;
        keys.kill();
        move(home.resolve("hsm/tokens"), home.resolve("hsm/away"));
        move(home.resolve("key-service"), home.resolve("hsm/lost-state"));
    }

    /** From now on nobody starts the key service again when it ends, or somebody does again. */
    void leaveKeysAlone(boolean alone) {
        resting = alone;
    }

    boolean isReady() {
        return probe.isReady();
    }

    /** One more control plane on the same database and key service; not started yet. */
    Replica replica(String name) {
        int people = FreePorts.one();
        var program =
                new JavaProgram(
                        Main.class.getName(),
                        environment(name, people, FreePorts.one()),
                        log(name));
        return new Replica(this, name, program, people);
    }

    /** The first control plane, as one of several. */
    Replica first() {
        return new Replica(this, "first", service, peoplePort);
    }

    /** Takes the token away as a pulled device would be. */
    void takeTokenAway() {
        move(home.resolve("hsm/tokens"), home.resolve("hsm/away"));
    }

    void bringTokenBack() {
        move(home.resolve("hsm/away"), home.resolve("hsm/tokens"));
    }

    private static void move(Path from, Path to) {
        try {
            Files.createDirectories(to);
            try (Stream<Path> tokens = Files.list(from)) {
                for (Path token : tokens.toList()) {
                    Files.move(token, to.resolve(token.getFileName()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        open = false;
        hsm.behave();
        service.close();
        keys.close();
        members.close();
        postgres.close();
    }
}
