package dev.sealwright.faults;

import dev.sealwright.client.terminal.Program;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.host.SealwrightHost;
import dev.sealwright.operator.Sealwright;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;

/**
 * Both command lines, as their users run them, but in this process.
 *
 * @param folder keeps what they keep
 */
record Cli(Path folder) {
    static final String ORG = "acme";

    /** How a command ended. */
    record Ran(int code, String out, String err) {
        private static final int UNAVAILABLE = 4;

        static Ran failed(boolean forNow, RuntimeException why) {
            return new Ran(forNow ? UNAVAILABLE : 1, "", String.valueOf(why.getMessage()));
        }

        boolean done() {
            return code == 0;
        }

        /** The service could not be reached or could not answer; the same again may do. */
        boolean mayComeLater() {
            return code == UNAVAILABLE;
        }

        Ran orFail() {
            if (!done()) {
                throw new AssertionError("exit " + code + ": " + out + err);
            }
            return this;
        }
    }

    Ran operator(String... arguments) {
        return run(Sealwright::program, "", arguments);
    }

    /** With JSON on its standard input. */
    Ran operatorReading(String input, String... arguments) {
        return run(Sealwright::program, input, arguments);
    }

    Ran host(String... arguments) {
        return run(SealwrightHost::program, "", arguments);
    }

    /** Enrols; the URL comes through standard input. */
    Ran enrol(String name, String url) {
        return run(
                SealwrightHost::program, url + "\n", "init", name, "--enroll-url", "-", "--json");
    }

    Path hostFolder(String name) {
        return folder.resolve("hosts").resolve(name);
    }

    private Ran run(Function<Surroundings, Program> program, String input, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = program.apply(surroundings(input, out, err)).run(arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    Surroundings surroundings(String input, StringWriter out, StringWriter err) {
        return new Surroundings(
                Map.of(
                        "SEALWRIGHT_CONFIG", folder.resolve("operator").toString(),
                        "SEALWRIGHT_HOST_HOME", folder.resolve("hosts").toString(),
                        "SEALWRIGHT_ORG", ORG),
                folder,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out),
                new PrintWriter(err),
                false,
                InstantSource.system(),
                new SecureRandom());
    }

    /** Logs in as the first administrator. */
    void logIn(Deployment deployment, URI people) {
        logIn(deployment, people, deployment.home().resolve("admin.key")).orFail();
    }

    Ran logIn(Deployment deployment, URI people, Path key) {
        return operator(
                "login",
                "--address",
                people.toString(),
                "--root-fingerprint",
                deployment.rootFingerprint(),
                "--api-key-file",
                key.toString());
    }

    /** Logs in as the first administrator and declares an organisation with a spec. */
    void settleIn(Deployment deployment) {
        logIn(deployment, deployment.people());
        operator("orgs", "apply", "--name", ORG).orFail();
        operatorReading(
                        "{\"budgets\":{\"tokens_per_day\":1000}}",
                        "policies",
                        "apply",
                        "--name",
                        "base",
                        "-")
                .orFail();
        describe("first").orFail();
    }

    /** Gives the spec another description. */
    Ran describe(String description) {
        return describe("web", description);
    }

    Ran describe(String spec, String description) {
        return operatorReading(
                "{\"policy\":\"base\",\"description\":\"" + description + "\"}",
                "sandbox-spec",
                "apply",
                "--name",
                spec,
                "-");
    }

    Ran mint() {
        return operator("sandbox-spec", "emit-bootstrap", "web", "--quiet");
    }

    /** Opens a secret as a user who is made for it, and who may. */
    String openedAsAnother(Deployment deployment, String secret) throws IOException {
        operator("users", "apply", "--name", "opener").orFail();
        operatorReading(
                        "{\"user\":\"opener\",\"role\":\"DEVELOPER\",\"may_unseal\":[\"*\"]}",
                        "roles",
                        "apply",
                        "--name",
                        "opener",
                        "-")
                .orFail();
        Path key = folder.resolve("opener.key");
        operator("api-keys", "create", "opener", "--user", "opener", "--out", key.toString())
                .orFail();
        var opener = new Cli(Files.createDirectory(folder.resolve("opener")));
        opener.logIn(deployment, deployment.people(), key).orFail();
        Path value = folder.resolve("opened");
        opener.operator("secrets", "unseal", secret, "--out", value.toString()).orFail();
        return Files.readString(value);
    }
}
