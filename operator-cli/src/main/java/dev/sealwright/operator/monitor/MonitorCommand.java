package dev.sealwright.operator.monitor;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.host.FolderLock;
import dev.sealwright.client.http.Credential;
import dev.sealwright.client.http.Retries;
import dev.sealwright.client.http.ServiceAddress;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.tls.PinnedTls;
import dev.sealwright.operator.mirror.MirrorFolder;
import dev.sealwright.operator.resource.ResourceFile;
import dev.sealwright.operator.service.Connections;
import dev.sealwright.operator.verify.PostQuantum;
import dev.sealwright.protocol.anchors.RootPin;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code monitor}: follows the log from outside. */
@Command(
        name = "monitor",
        description = {
            "Follow the log from outside: own copy, own clock. Every new entry is verified; a log"
                    + " that forks or shrinks, an entry that breaks a rule, entries that went though"
                    + " no leaf accounts for them, and what your own rules name, is an alarm.",
            "A monitor needs no rights: run it where the service's operator has none."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright monitor ./watched --address https://sealwright.example:8443 \\",
            "      --root-fingerprint 3f…9c --rules rules.yaml --webhook-url-file hook.url",
            "  sealwright monitor ./watched --once --json"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:with --once, nothing alarming was new",
            "1:an alarm: with --once any, otherwise one after which nothing can be believed",
            "2:malformed rules",
            "3:wrong command line",
            "5:the folder was changed, or cannot be written"
        })
public final class MonitorCommand implements Callable<Integer> {
    private static final int MAX_URL = 4096;

    private final Surroundings surroundings;

    @Mixin private final Connections connections = new Connections();
    @Mixin private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "DIR", description = "Where the monitor keeps its copy of the log.")
    private Path folder = Path.of("");

    @ArgGroup(exclusive = false)
    private @Nullable Place place;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "YAML or JSON; see docs/monitor.md.")
    private @Nullable Path rules;

    @Option(
            names = "--webhook-url-file",
            paramLabel = "FILE",
            description = "A private file with the URL that alarms are posted to.")
    private @Nullable Path webhookFile;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How often to look. Default: ${DEFAULT-VALUE}")
    private int interval;

    @Option(names = "--once", description = "Look once.")
    private boolean once;

    /** The service, for a monitor without a login. */
    static final class Place {
        @Option(
                names = "--address",
                required = true,
                paramLabel = "URL",
                description = "The service: https://host[:port].")
        private String address = "";

        @Option(
                names = "--root-fingerprint",
                required = true,
                paramLabel = "SHA-256",
                description = "The root's fingerprint, from a source you trust.")
        private String fingerprint = "";
    }

    public MonitorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws InterruptedException {
        Optional<Webhook> webhook = Optional.ofNullable(webhookFile).map(MonitorCommand::webhook);
        try (var _ = FolderLock.take(folder);
                var service = open()) {
            var rounds =
                    new Rounds(
                            service,
                            pin(),
                            new MirrorFolder(folder),
                            watchRules(),
                            surroundings.clock(),
                            output::note);
            return watch(rounds, webhook);
        } finally {
            webhook.ifPresent(Webhook::close);
        }
    }

    private int watch(Rounds monitor, Optional<Webhook> webhook) throws InterruptedException {
        var never = new CountDownLatch(1);
        Optional<PostQuantum> said = Optional.empty();
        while (true) {
            List<Alarm> alarms = monitor.look();
            if (!monitor.postQuantum().equals(said)) {
                said = monitor.postQuantum();
                said.map(PostQuantum::text).ifPresent(output::note);
            }
            alarms.forEach(
                    alarm -> {
                        output.line(alarm.json(monitor.origin()), alarm.line());
                        webhook.ifPresent(each -> each.add(alarm.json(monitor.origin())));
                    });
            if (webhook.isPresent() && !webhook.get().deliver()) {
                output.warn("the webhook does not take alarms; they are sent again");
            }
            if (once || alarms.stream().anyMatch(alarm -> alarm.kind().isFinal())) {
                output.note(monitor.size() + " entries of " + monitor.origin() + " were read");
                if (monitor.pruned().entries() > 0) {
                    output.note(monitor.pruned().text());
                }
                return alarms.isEmpty() ? 0 : 1;
            }
            var _ = never.await(interval, TimeUnit.SECONDS);
        }
    }

    private ServiceClient open() {
        return place == null
                ? connections.open(surroundings)
                : new ServiceClient(
                        ServiceAddress.parse(place.address),
                        PinnedTls.anonymous(pin(), surroundings.clock()),
                        Credential.none(),
                        Retries.patient(surroundings.random()));
    }

    private RootPin pin() {
        return place == null
                ? connections.profile(surroundings).root()
                : RootPin.parse(place.fingerprint);
    }

    private List<WatchRule> watchRules() {
        if (rules == null) {
            return List.of();
        }
        Fields file = new Fields(ResourceFile.read(rules, surroundings.in()));
        return file.objects("rules").stream().map(WatchRule::of).toList();
    }

    private static Webhook webhook(Path file) {
        byte[] text = PrivateFile.read(file, MAX_URL);
        return Webhook.to(new String(text, StandardCharsets.UTF_8).strip());
    }
}
