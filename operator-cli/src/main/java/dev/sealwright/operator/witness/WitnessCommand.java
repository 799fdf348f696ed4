package dev.sealwright.operator.witness;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.host.FolderLock;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.terminal.Table;
import dev.sealwright.protocol.note.NoteKey;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code witness …}: a witness of logs, this service's or any other's. */
@Command(
        name = "witness",
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Run a witness (c2sp.org/tlog-witness): it remembers where logs stood, cosigns what"
                    + " continues them, and refuses forks and rollbacks.",
            "Run it where the log's operator has no rights."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright witness init ./witness --name witness.example/w1",
            "  sealwright witness add-log ./witness --origin log.example/log/1 --vkey KEY",
            "  sealwright witness serve ./witness --listen 127.0.0.1:7380"
        })
public final class WitnessCommand {
    private final Surroundings surroundings;

    public WitnessCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Command(
            name = "init",
            description = "Make a witness's key and folder, and print its verifier key.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright witness init ./witness --name witness.example/w1")
    void init(
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "DIR", description = "The witness's folder.") Path folder,
            @Option(
                            names = "--name",
                            required = true,
                            paramLabel = "NAME",
                            description = "Its name in cosignatures: a URL without scheme.")
                    String name) {
        NoteKey key = new WitnessFolder(folder).create(name, surroundings.random());
        output.result(Json.object().put("vkey", key.vkey()), key.vkey());
    }

    @Command(
            name = "add-log",
            description = {
                "Watch one more log, from its beginning on.",
                "Its verifier keys are what GET /audit/signing-key of a Sealwright service shows;"
                        + " have them from a source you trust."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright witness add-log ./witness --origin log.example/log/1 --vkey KEY")
    void addLog(
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "DIR", description = "The witness's folder.") Path folder,
            @Option(
                            names = "--origin",
                            required = true,
                            paramLabel = "ORIGIN",
                            description = "The first line of the log's checkpoints.")
                    String origin,
            @Option(
                            names = "--vkey",
                            required = true,
                            paramLabel = "KEY",
                            description = "A verifier key of the log; repeatable.")
                    List<String> vkeys) {
        try (var _ = FolderLock.take(folder)) {
            new WitnessFolder(folder)
                    .addLog(origin, vkeys.stream().map(NoteKey::parseVkey).toList());
        }
        output.result(Json.object().put("origin", origin), origin + " is watched");
    }

    @Command(
            name = "show",
            description = "Show the witness's key and where each log stood last.",
            footerHeading = "%nExample:%n",
            footer = "  sealwright witness show ./witness --json")
    void show(
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "DIR", description = "The witness's folder.") Path folder) {
        Witness witness = new WitnessFolder(folder).open(surroundings.clock());
        ObjectNode json = Json.object().put("vkey", witness.verifier().vkey());
        ArrayNode logs = json.putArray("logs");
        var table = new Table("LOG", "SIZE", "ROOT");
        for (WatchedLog log : witness.logs()) {
            var last = log.last();
            table.row(log.origin(), Long.toString(last.size()), last.root().base64());
            logs.addObject()
                    .put("origin", log.origin())
                    .put("size", last.size())
                    .put("root", last.root().base64());
        }
        output.result(json, witness.verifier().vkey() + "\n" + table);
    }

    @Command(
            name = "serve",
            description = {
                "Serve until interrupted. Plain HTTP, authenticated by signatures on both sides;"
                        + " put a proxy with TLS before it for the world."
            },
            footerHeading = "%nExample:%n",
            footer = "  sealwright witness serve ./witness --listen 127.0.0.1:7380")
    void serve(
            @Mixin OutputOptions output,
            @Parameters(paramLabel = "DIR", description = "The witness's folder.") Path folder,
            @Option(
                            names = "--listen",
                            paramLabel = "ADDRESS:PORT",
                            defaultValue = "127.0.0.1:7380",
                            description = "Where to listen. Default: ${DEFAULT-VALUE}")
                    String listen)
            throws InterruptedException {
        try (var _ = FolderLock.take(folder);
                var server = server(folder, listen, output)) {
            output.note("witness listens on " + server.address());
            new CountDownLatch(1).await();
        }
    }

    private WitnessServer server(Path folder, String listen, OutputOptions output) {
        Witness witness = new WitnessFolder(folder).open(surroundings.clock());
        try {
            return new WitnessServer(witness, address(listen), output::warn);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.LOCAL,
                    "cannot listen on " + listen,
                    "choose an address of this machine and a free port",
                    e);
        }
    }

    private static InetSocketAddress address(String listen) {
        int colon = listen.lastIndexOf(':');
        try {
            return new InetSocketAddress(
                    listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--listen is not ADDRESS:PORT",
                    "for example 127.0.0.1:7380",
                    e);
        }
    }
}
