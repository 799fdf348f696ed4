package dev.sealwright.controlplane.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.testkit.Planted;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The log as its receivers get it, while they misbehave. */
class StreamsTest {
    private static final SyslogReceiver SYSLOG = new SyslogReceiver();
    private static final LockedBucket BUCKET = new LockedBucket();
    private static final LogCollector COLLECTOR = new LogCollector();

    @RegisterExtension
    static final RunningService SERVICE =
            new RunningService()
                    .with("sealwright.stream.syslog.address", SYSLOG.address())
                    .with("sealwright.stream.syslog.ca-file", SYSLOG.ca().toString())
                    .with("sealwright.stream.syslog.every", Duration.ofMillis(100))
                    .with("sealwright.stream.s3.endpoint", BUCKET.endpoint())
                    .with("sealwright.stream.s3.bucket", "audit")
                    .with("sealwright.stream.s3.region", "test-1")
                    .with("sealwright.stream.s3.access-key-id", LockedBucket.ACCESS_KEY)
                    .with("sealwright.stream.s3.secret-key", Planted.text(LockedBucket.SECRET_KEY))
                    .with("sealwright.stream.s3.every", Duration.ofMillis(100))
                    .with("sealwright.stream.otlp.endpoint", COLLECTOR.endpoint())
                    .with(
                            "sealwright.stream.otlp.authorization",
                            Planted.text(LogCollector.AUTHORIZATION))
                    .with("sealwright.stream.otlp.every", Duration.ofMillis(100));

    @BeforeAll
    static void anOrganisation() {
        SERVICE.admin().put("/v1/orgs/acme", "{}");
    }

    @AfterAll
    static void close() {
        SYSLOG.close();
        BUCKET.close();
        COLLECTOR.close();
    }

    private static void user(String name) {
        assertThat(SERVICE.admin().put("/v1/orgs/acme/users/" + name, "{}").status())
                .isEqualTo(201);
    }

    private static void everythingArrived() {
        long size = Received.upToDate(SERVICE.admin(), 1);
        Received.isWhole(SYSLOG::messages, size);
        Received.isWhole(BUCKET::lines, size);
        Received.isWhole(COLLECTOR::bodies, size);
        assertThat(SYSLOG.violations()).isEmpty();
        assertThat(BUCKET.violations()).isEmpty();
        assertThat(COLLECTOR.violations()).isEmpty();
    }

    @Test
    void everyReceiverGetsEveryEntryWithAllThatIsKnownOfIt() {
        user("anna");
        everythingArrived();
        Json entry =
                COLLECTOR.bodies().stream()
                        .map(Json::parse)
                        .filter(each -> each.text("kind").equals("user"))
                        .filter(each -> each.text("detail").contains("anna"))
                        .findFirst()
                        .orElseThrow();
        assertThat(entry.text("actor")).isEqualTo("user:platform/first-admin");
        assertThat(LeafCodec.decode(Bytes.fromBase64Url(entry.text("leaf"))).type())
                .isEqualTo("user");
        assertThat(SYSLOG.messages()).contains(BUCKET.lines().getFirst());
    }

    @Test
    void aReceiverThatCutsConnectionsGetsThemAgain() {
        SYSLOG.drop(2);
        user("bert");
        everythingArrived();
    }

    @Test
    void aCollectorThatRejectsRecordsGetsThemAgain() {
        COLLECTOR.reject(2);
        user("carla");
        everythingArrived();
    }

    @Test
    void anObjectWhoseAcknowledgementWasLostIsWrittenOnce() {
        BUCKET.lose(1);
        user("dora");
        everythingArrived();
        List<String> lines = BUCKET.lines();
        assertThat(lines).doesNotHaveDuplicates();
    }

    @Test
    void anObjectOfSomebodyElseIsNotTakenForOursAndReadinessSaysSo() {
        long size = Received.upToDate(SERVICE.admin(), 1);
        String foreign =
                String.format(
                        Locale.ROOT,
                        "/audit/sealwright/localhost_8444/log/1/%020d-%020d.jsonl",
                        size,
                        size);
        BUCKET.occupy(foreign);
        user("emil");
        Received.await(
                () -> stream("s3").text("reason").contains("holds another object"),
                () -> stream("s3").node().toString());
        assertThat(stream("s3").number("lag")).isPositive();
        assertThat(SERVICE.people().get("/ready").status()).isEqualTo(200);
        assertThat(SERVICE.admin().get("/metrics").text())
                .contains("sealwright_stream_lag{sink=\"s3\"}");
        BUCKET.free(foreign);
        everythingArrived();
        assertThat(stream("s3").text("reason")).isEmpty();
    }

    private static Json stream(String sink) {
        // What readiness found is good for five seconds.
        return SERVICE.bean(Streams.class).statuses().stream()
                .filter(status -> status.sink().equals(sink))
                .map(
                        status ->
                                Json.parse(
                                        "{\"lag\":"
                                                + status.lag()
                                                + ",\"reason\":\""
                                                + status.reason()
                                                + "\"}"))
                .findFirst()
                .orElseThrow();
    }
}
