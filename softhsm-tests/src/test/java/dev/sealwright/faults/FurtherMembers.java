package dev.sealwright.faults;

import dev.sealwright.keyservice.KeyServiceMain;
import dev.sealwright.testkit.JavaProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The members of a deployment's log beside its key service, each a program of its own, with a home,
 * a token and a state of its own.
 */
final class FurtherMembers implements AutoCloseable {
    private static final List<String> OF_THE_CEREMONY =
            List.of("anchors.cose", "root.fingerprint", "root-token.serial");

    private final Path home;
    private final boolean full;
    private final Map<String, Vendor> vendors = new LinkedHashMap<>();
    private final List<String> witnesses;
    private final Map<String, JavaProgram> programs = new LinkedHashMap<>();

    /**
     * A member on a token of each of these vendors.
     *
     * @param full whether they issue and open, with all keys of their own, or vote only
     * @param witnesses verifier keys of the witnesses that are voters too
     */
    FurtherMembers(Path home, List<Vendor> tokens, boolean full, List<String> witnesses) {
        this.home = home;
        this.full = full;
        this.witnesses = List.copyOf(witnesses);
        tokens.forEach(vendor -> vendors.put("member-" + (vendors.size() + 2), vendor));
    }

    /** As the anchors name them. */
    List<String> names() {
        return List.copyOf(vendors.keySet());
    }

    /** Whose module that member's token is of. */
    Vendor vendor(String name) {
        return Optional.ofNullable(vendors.get(name)).orElseThrow();
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
        names().forEach(name -> arguments.addAll(List.of("--member", statement(name).toString())));
        witnesses.forEach(vkey -> arguments.addAll(List.of("--witness", vkey)));
        return arguments;
    }

    /** Gives each what the ceremony left for it, after that was held. */
    void settle() {
        for (String name : names()) {
            Path own = home.resolve(name);
            copy("admin.key.sha256", home, own);
            OF_THE_CEREMONY.forEach(
                    file -> copy(file, home.resolve("ceremony"), own.resolve("ceremony")));
            programs.put(
                    name,
                    new JavaProgram(
                            KeyServiceMain.class.getName(),
                            environment(name, own),
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

    private Map<String, String> environment(String name, Path own) {
        Map<String, String> all = new HashMap<>(vendor(name).environment(own));
        all.put("SEALWRIGHT_KEY_SERVICE", address(name));
        all.put("SEALWRIGHT_KEY_SERVICE_ROLE", full ? "service" : "member");
        all.put("SEALWRIGHT_HOME", own.toString());
        all.put("SEALWRIGHT_TOKEN_LABEL", name);
        all.put("SEALWRIGHT_PIN_FILE", own.resolve("user.pin").toString());
        all.put("SEALWRIGHT_PKCS11_MODULE", vendor(name).module().toString());
        return all;
    }

    private String address(String name) {
        return "unix:" + socket(name);
    }

    private Path socket(String name) {
        return home.resolve(name).resolve("run/keys.sock");
    }

    /** Where each answers. */
    List<Path> sockets() {
        return names().stream().map(this::socket).toList();
    }

    /** The list that the control planes get; none without members. */
    Optional<Path> list() {
        return vendors.isEmpty() ? Optional.empty() : Optional.of(home.resolve("members"));
    }

    private void write(Path list) {
        try {
            Files.write(list, names().stream().map(name -> "member " + address(name)).toList());
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
