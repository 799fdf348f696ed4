package dev.sealwright.operator.fleet;

import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.Connections;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logs}: what happened last, a line each, and what happens next. */
@Command(
        name = "logs",
        description = "Show what happened last, a line an entry; with --follow, what happens next.",
        footerHeading = "%nExamples:%n",
        footer = {"  sealwright logs --tail 20", "  sealwright logs --org acme --follow"})
public final class LogsCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final Surroundings surroundings;

    @Mixin private final Connections connections = new Connections();
    @Mixin private final OutputOptions output = new OutputOptions();
    @Mixin private final AuditFilter filter = new AuditFilter();

    @Option(
            names = "--tail",
            defaultValue = "20",
            paramLabel = "N",
            description = "So many of the newest, up to 500 (20).")
    private int tail;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until interrupted.")
    private boolean follow;

    public LogsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (tail < 1 || tail > AuditPages.PAGE) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--tail is 1 to " + AuditPages.PAGE, "ask for fewer");
        }
        try (ServiceClient service = connections.open(surroundings)) {
            var pages = new AuditPages(service, filter.parameters());
            show(pages.newest(tail));
            while (follow && rested()) {
                show(pages.next());
            }
        }
        return ExitCode.DONE.number();
    }

    /** JSON lines here too, one an entry: a stream has no end to wait for. */
    private void show(List<Fields> entries) {
        entries.forEach(entry -> output.line(entry.node(), EntryLine.of(entry)));
    }

    private static boolean rested() {
        try {
            return !new CountDownLatch(1).await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
