package dev.sealwright.faults;

import dev.sealwright.keyservice.KeyServiceMain;
import dev.sealwright.testkit.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The members of a deployment's log beside its key service, each a program of its own, with a home,
 * a token and a state of its own.
 */
final class FurtherMembers implements AutoCloseable {
    private static final List<String> OF_THE_CEREMONY =
            List.of("anchors.cose", "root.fingerprint", "root-token.serial");

    private final Path home;
    private final boolean full;
    private final List<String> names;
    private final List<String> witnesses;
    private final Map<String, JavaProgram> programs = new LinkedHashMap<>();

    /**
     * So many members.
     *
     * @param full whether they issue and open, with all keys of their own, or vote only
     * @param witnesses verifier keys of the witnesses that are voters too
     */
    FurtherMembers(Path home, int count, boolean full, List<String> witnesses) {
        this.home = home;
        this.full = full;
        this.witnesses = List.copyOf(witnesses);
        this.names = IntStream.range(0, count).mapToObj(i -> "member-" + (i + 2)).toList();
    }

    /** As the anchors name them. */
    List<String> names() {
        return names;
    }

    /** The ceremony's step that makes what is on one's token. */
    String ceremonyStep() {
        return full ? "service-keys" : "member-key";
    }

    /** What the root's ceremony takes of its token. */
    Path statement(String name) {
        return home.resolve("ceremony").resolve(name + ".json");
    }

    List<String> rootArguments() {
        List<String> arguments = new ArrayList<>();
        names.forEach(name -> arguments.addAll(List.of("--member", statement(name).toString())));
        witnesses.forEach(vkey -> arguments.addAll(List.of("--witness", vkey)));
        return arguments;
    }

    /** Gives each what the ceremony left for it, after that was held. */
    void settle(Path module) {
        for (String name : names) {
            Path own = home.resolve(name);
            copy("admin.key.sha256", home, own);
            OF_THE_CEREMONY.forEach(
                    file -> copy(file, home.resolve("ceremony"), own.resolve("ceremony")));
            programs.put(
                    name,
                    new JavaProgram(
                            KeyServiceMain.class.getName(),
                            environment(name, own, module),
                            home.resolve("logs").resolve(name + ".log")));
        }
        list().ifPresent(this::write);
    }

    private static void copy(String file, Path from, Path to) {
        try {
            Files.createDirectories(to);
            Files.copy(from.resolve(file), to.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment(String name, Path own, Path module) {
        return Map.of(
                "SEALWRIGHT_KEY_SERVICE", address(name),
                "SEALWRIGHT_KEY_SERVICE_ROLE", full ? "service" : "member",
                "SEALWRIGHT_HOME", own.toString(),
                "SEALWRIGHT_TOKEN_LABEL", name,
                "SEALWRIGHT_PIN_FILE", own.resolve("user.pin").toString(),
                "SEALWRIGHT_PKCS11_MODULE", module.toString(),
                "SOFTHSM2_CONF", own.resolve("softhsm2.conf").toString());
    }

    private String address(String name) {
        return "unix:" + socket(name);
    }

    private Path socket(String name) {
        return home.resolve(name).resolve("run/keys.sock");
    }

    /** Where each answers. */
    List<Path> sockets() {
        return names.stream().map(this::socket).toList();
    }

    /** The list that the control planes get; none without members. */
    Optional<Path> list() {
        return names.isEmpty() ? Optional.empty() : Optional.of(home.resolve("members"));
    }

    private void write(Path list) {
        try {
            Files.write(list, names.stream().map(name -> "member " + address(name)).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JavaProgram program(String name) {
        return Optional.ofNullable(programs.get(name)).orElseThrow();
    }

    /** Where it keeps what it must not forget. */
    Path state(String name) {
        return home.resolve(name).resolve("key-service");
    }

    void start() {
        programs.values().forEach(JavaProgram::start);
    }

    @Override
    public void close() {
        programs.values().forEach(JavaProgram::close);
    }
}
