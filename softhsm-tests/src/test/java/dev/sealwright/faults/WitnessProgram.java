package dev.sealwright.faults;

import dev.sealwright.client.json.Fields;
import dev.sealwright.operator.OperatorMain;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.testkit.FreePorts;
import dev.sealwright.testkit.JavaProgram;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** A witness of one log: our own program, in a process of its own. */
final class WitnessProgram implements AutoCloseable {
    private final String name;
    private final String vkey;
    private final Path kept;
    private final int port = FreePorts.one();
    private final JavaProgram program;

    /** Made, and started. */
    WitnessProgram(Cli cli, Path folder, String name, NoteKey log) {
        this.name = name;
        kept = folder.resolve(name);
        Cli.Ran made =
                cli.operator("witness", "init", kept.toString(), "--name", name, "--json").orFail();
        vkey = Fields.parse(made.out().getBytes(StandardCharsets.UTF_8)).text("vkey");
        cli.operator(
                        "witness",
                        "add-log",
                        kept.toString(),
                        "--origin",
                        log.name(),
                        "--vkey",
                        log.vkey())
                .orFail();
        program =
                new JavaProgram(
                        OperatorMain.class.getName(), Map.of(), folder.resolve(name + ".log"));
        start();
    }

    /** Its verifier key. */
    String vkey() {
        return vkey;
    }

    /** Its line in the list of the service. */
    String line() {
        return "witness " + name + " " + vkey + " http://127.0.0.1:" + port + "\n";
    }

    void start() {
        program.start("witness", "serve", kept.toString(), "--listen", "127.0.0.1:" + port);
    }

    @Override
    public void close() {
        program.close();
    }
}
