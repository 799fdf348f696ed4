package dev.sealwright.operator.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.standin.Session;
import dev.sealwright.client.standin.StandInLog;
import dev.sealwright.operator.OperatorRuns;
import dev.sealwright.operator.resource.ResourceFile;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.PruningBody;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorTest {
    @TempDir private Path home;
    private OperatorRuns sealwright;
    private StandInLog log;
    private Path folder;

    @BeforeEach
    void aLogThatWasWatchedOnce() {
        sealwright = new OperatorRuns(home);
        sealwright.login();
        log = sealwright.service().desk().log();
        folder = home.resolve("watched");
        events(300);
        Session first = look();
        assertThat(first.code()).as(first.out() + first.err()).isZero();
    }

    @AfterEach
    void stop() {
        sealwright.close();
    }

    private Session look(String... more) {
        List<String> all = new ArrayList<>(List.of("monitor", folder.toString(), "--once"));
        all.addAll(List.of(more));
        return sealwright.run(all.toArray(String[]::new));
    }

    private Instant now() {
        return sealwright.clock().instant();
    }

    private void events(int count) {
        for (int i = 0; i < count; i++) {
            event(now());
        }
    }

    private void event(Instant time) {
        log.append(
                time,
                Leaf.NO_ORG,
                new LeafBody.Event(
                        EventKind.SERVER_STARTED, EventOutcome.SUCCESS, Bytes.zeros(32)));
    }

    private void serverCertificate(Instant time) {
        log.append(
                time,
                Leaf.NO_ORG,
                new LeafBody.Server(
                        List.of("localhost"),
                        Bytes.zeros(32),
                        Validity.starting(time, Duration.ofDays(1))));
    }

    private Path rules(String yaml) throws IOException {
        return Files.writeString(home.resolve("rules.yaml"), yaml);
    }

    @Test
    void aLogThatGrowsAsItShouldIsNoAlarm() {
        events(400);
        Session looked = look();
        assertThat(looked.code()).as(looked.out()).isZero();
        assertThat(looked.err()).contains(log.leaves().size() + " entries");
        assertThat(sealwright.run("verify", "log", folder.toString()).code()).isZero();
    }

    @Test
    void aLogThatShrinksIsAnAlarm() {
        log.truncate(200);
        Session looked = look();
        assertThat(looked.code()).isEqualTo(1);
        assertThat(looked.out()).contains("shrunk: a signed checkpoint of size 200");
        assertThat(look().code()).as("it does not get used to it").isEqualTo(1);
    }

    @Test
    void aLogThatRewritesWhatWasReadIsAFork() {
        log.rewrite(17, log.leaves().get(18));
        assertThat(look().out()).contains("fork: ");
        events(5);
        Session looked = look();
        assertThat(looked.code()).isEqualTo(1);
        assertThat(looked.out()).contains("fork: the signed checkpoint of size");
    }

    @Test
    void anEntryThatIsNoLeafIsAnAlarm() {
        events(1);
        log.rewrite(log.leaves().size() - 1, Bytes.utf8("nonsense"));
        assertThat(look().out()).contains("malformed: ").contains("entry");
    }

    @Test
    void anEntryThatBreaksTheRulesBetweenLeavesIsAnAlarmOnce() {
        log.append(now(), Leaf.NO_ORG, new LeafBody.Activation(Bytes.zeros(16), Bytes.zeros(32)));
        Session looked = look();
        assertThat(looked.code()).isEqualTo(1);
        assertThat(looked.out()).contains("broken-rule: an activation of a host");
        assertThat(look().code()).isZero();
    }

    @Test
    void aLeafFromTheFutureIsAnAlarmByTheMonitorsOwnClock() {
        event(now().plusSeconds(600));
        assertThat(look().out()).contains("broken-rule: a leaf of").contains("not yet");
    }

    @Test
    void aCertificateThatNobodyOrderedIsAnAlarm() throws IOException {
        Path rules = rules("rules:\n- name: a certificate for the service\n  type: server\n");
        assertThat(look("--rules", rules.toString()).code()).isZero();
        serverCertificate(now());
        Session looked = look("--rules", rules.toString(), "--json");
        assertThat(looked.code()).isEqualTo(1);
        var alarm = Json.parse(looked.out().getBytes(StandardCharsets.UTF_8));
        assertThat(alarm.get("alarm").asText()).isEqualTo("watched");
        assertThat(alarm.get("index").asLong()).isEqualTo(log.leaves().size() - 1);
        assertThat(look("--rules", rules.toString()).code()).isZero();
    }

    @Test
    void whatHappensOutsideItsHoursIsAnAlarm() throws IOException {
        Path rules =
                rules(
                        """
                        rules:
                        - name: at night
                          type: server
                          outside: {from: "07:00", to: "19:00", zone: UTC}
                        """);
        Instant day = Instant.parse("2099-03-04T00:00:00Z");
        sealwright.clock().set(day.plus(Duration.ofHours(12)));
        serverCertificate(day.plus(Duration.ofHours(12)));
        assertThat(new Watch(rule(rules)).read(last(), leaf())).isEmpty();
        serverCertificate(day.plus(Duration.ofHours(3)));
        assertThat(new Watch(rule(rules)).read(last(), leaf())).isPresent();
    }

    private WatchRule rule(Path file) throws IOException {
        var yaml = ResourceFile.read(file, System.in);
        return WatchRule.of(new Fields(yaml.get("rules").get(0)));
    }

    private Bytes last() {
        return log.leaves().getLast();
    }

    private Leaf leaf() {
        return LeafCodec.decode(last());
    }

    @Test
    void moreThanExpectedWithinAStretchOfTimeIsAnAlarm() throws IOException {
        Path rules =
                rules(
                        "rules:\n- name: busy\n  type: server\n  more_than: 2\n  within_seconds: 60\n");
        for (int i = 0; i < 3; i++) {
            serverCertificate(now().minusSeconds(120 - 60L * i));
        }
        assertThat(look("--rules", rules.toString()).code()).isZero();
        for (int i = 0; i < 3; i++) {
            serverCertificate(now());
        }
        assertThat(look("--rules", rules.toString()).out())
                .contains("busy: more than 2 within 60 s");
    }

    @Test
    void aSubjectThatALeafNamesIsFound() throws IOException {
        Path rules = rules("rules:\n- name: that host\n  subject: \"" + "07".repeat(16) + "\"\n");
        events(1);
        assertThat(look("--rules", rules.toString()).code()).isZero();
        Bytes host = Bytes.fromHex("07".repeat(16));
        log.append(now(), Leaf.NO_ORG, new LeafBody.Activation(host, Bytes.zeros(32)));
        assertThat(look("--rules", rules.toString()).out()).contains("watched: that host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rules: 7\n",
                "rules:\n- type: server\n",
                "rules:\n- name: a\n  typo: server\n",
                "rules:\n- name: a\n  more_than: 2\n",
                "rules:\n- name: a\n  outside: {from: \"7\", to: \"19:00\", zone: UTC}\n",
                "rules:\n- name: a\n  outside: {from: \"07:00\", to: \"19:00\", zone: Mars}\n",
                "rules:\n- name: a\n  org: xyz\n"
            })
    void rulesThatSayNothingCertainAreMalformed(String yaml) throws IOException {
        assertThat(look("--rules", rules(yaml).toString()).code()).isEqualTo(2);
    }

    @Test
    void aFolderThatSomebodyChangedStopsTheMonitor() throws IOException {
        Path bundle = folder.resolve("tile/entries/000");
        byte[] entries = Files.readAllBytes(bundle);
        entries[entries.length - 10] ^= 1;
        Files.write(bundle, entries);
        assertThat(look().err()).contains("the monitor's own folder was changed");
    }

    private void watchFromItsBeginning() {
        folder = home.resolve("watched-from-now-on");
    }

    private void wrongPruning() {
        log.append(now(), Leaf.NO_ORG, new PruningBody(256, log.size(), Bytes.zeros(32)));
    }

    @Test
    void aPrunedLogIsReadFromItsBeginning() {
        events(300);
        log.prune(now(), 512);
        watchFromItsBeginning();
        Session looked = look();
        assertThat(looked.code()).as(looked.out() + looked.err()).isZero();
        assertThat(looked.err())
                .contains("604 entries of")
                .contains("509 entries below 512 are known by their hashes alone");
        events(10);
        assertThat(look().code()).as("it goes on from its copy").isZero();
    }

    @Test
    void whatGoesOnceItWasReadIsNoAlarm() {
        events(300);
        log.prune(now(), 512);
        assertThat(look().code()).isZero();
        Session again = look();
        assertThat(again.code()).as(again.out()).isZero();
        assertThat(folder.resolve("tile/entries/000")).exists();
        // The bundle that was not full when it was read last was not whole when it was.
        assertThat(folder.resolve("kept/001")).exists();
    }

    @Test
    void whatGoesBetweenCheckpointAndBundleIsNoAlarm() {
        watchFromItsBeginning();
        log.afterCheckpoint(() -> log.prune(now(), 256));
        Session looked = look();
        assertThat(looked.code()).as(looked.out()).isZero();
        assertThat(looked.err()).contains("304 entries of").contains("253 entries below 256");
    }

    @Test
    void whatNoLeafAccountsForIsAnAlarmOnce() {
        watchFromItsBeginning();
        log.forget(17);
        Session looked = look();
        assertThat(looked.code()).isEqualTo(1);
        assertThat(looked.out()).contains("broken-rule: 1 entries up to index 17 went");
        events(5);
        assertThat(look().code()).isZero();
    }

    @Test
    void aLastingLeafThatIsHiddenIsAnAlarm() {
        watchFromItsBeginning();
        log.prune(now(), 256);
        log.forget(2);
        assertThat(look().out())
                .contains("broken-rule: a pruning leaf that does not know of the same")
                .contains("broken-rule: 254 entries up to index 255 went");
    }

    @Test
    void aPruningLeafThatDoesNotFitIsAnAlarm() {
        wrongPruning();
        assertThat(look().out())
                .contains("broken-rule: a pruning leaf that does not know of the same");
        assertThat(look().code()).isZero();
    }

    @Test
    void pruningLeavesCanBeWatched() throws IOException {
        Path rules = rules("rules:\n- name: entries go\n  type: pruning\n");
        log.prune(now(), 256);
        Session looked = look("--rules", rules.toString());
        assertThat(looked.code()).isEqualTo(1);
        assertThat(looked.out()).contains("watched: entries go: a leaf pruning");
    }

    @Test
    void alarmsArePostedAndPostedAgainUntilTaken() throws IOException {
        List<String> posted = new CopyOnWriteArrayList<>();
        AtomicInteger status = new AtomicInteger(503);
        HttpServer hook =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext(
                "/",
                exchange -> {
                    posted.add(
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
                    exchange.sendResponseHeaders(status.getAndSet(200), -1);
                    exchange.close();
                });
        hook.start();
        try {
            Path url = home.resolve("hook.url");
            String secret = "token-3f9c";
            PrivateFile.write(
                    url,
                    ("http://localhost:" + hook.getAddress().getPort() + "/" + secret + "\n")
                            .getBytes(StandardCharsets.UTF_8));
            log.truncate(250);
            Session looked = look("--webhook-url-file", url.toString());
            assertThat(looked.err()).contains("does not take alarms").doesNotContain(secret);
            look("--webhook-url-file", url.toString());
            assertThat(posted).hasSize(2).allSatisfy(each -> assertThat(each).contains("shrunk"));
        } finally {
            hook.stop(0);
        }
    }
}
