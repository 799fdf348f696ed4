package dev.sealwright.controlplane.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The service dies by SIGKILL while it sends; nothing is missing and nothing out of order. */
class KilledStreamsTest {
    private static final SyslogReceiver SYSLOG = new SyslogReceiver();
    private static final LockedBucket BUCKET = new LockedBucket();
    private static final LogCollector COLLECTOR = new LogCollector();
    private static final int KILLS = Integer.getInteger("sealwright.kills", 2);
    private static final int USERS = 40;

    @RegisterExtension
    static final ServiceProcess SERVICE =
            new ServiceProcess()
                    .with("SEALWRIGHT_STREAM_SYSLOG_ADDRESS", SYSLOG.address())
                    .with("SEALWRIGHT_STREAM_SYSLOG_CA_FILE", SYSLOG.ca().toString())
                    .with("SEALWRIGHT_STREAM_SYSLOG_EVERY", "20ms")
                    .with("SEALWRIGHT_STREAM_S3_ENDPOINT", BUCKET.endpoint())
                    .with("SEALWRIGHT_STREAM_S3_BUCKET", "audit")
                    .with("SEALWRIGHT_STREAM_S3_REGION", "test-1")
                    .with("SEALWRIGHT_STREAM_S3_ACCESS_KEY_ID", LockedBucket.ACCESS_KEY)
                    .with("SEALWRIGHT_STREAM_S3_SECRET_KEY_FILE", file(LockedBucket.SECRET_KEY))
                    .with("SEALWRIGHT_STREAM_S3_EVERY", "20ms")
                    .with("SEALWRIGHT_STREAM_OTLP_ENDPOINT", COLLECTOR.endpoint())
                    .with(
                            "SEALWRIGHT_STREAM_OTLP_AUTHORIZATION_FILE",
                            file(LogCollector.AUTHORIZATION))
                    .with("SEALWRIGHT_STREAM_OTLP_EVERY", "20ms");

    private static String file(String secret) {
        try {
            Path file = Files.createTempFile("stream", ".secret");
            return Files.writeString(file, secret + "\n").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void close() {
        SYSLOG.close();
        BUCKET.close();
        COLLECTOR.close();
    }

    @Test
    void killedWhileItSendsItLosesNothing() {
        Random random = new Random(20_261_126);
        SERVICE.admin().put("/v1/orgs/acme", "{}");
        for (int kill = 0; kill < KILLS; kill++) {
            Thread users = Thread.ofVirtual().start(users(kill));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextLong(50, 1_500)));
            SERVICE.kill();
            join(users);
            SERVICE.start();
        }
        users(KILLS).run();
        long size = Received.upToDate(SERVICE.admin(), USERS);
        Received.isWhole(SYSLOG::messages, size);
        Received.isWhole(BUCKET::lines, size);
        Received.isWhole(COLLECTOR::bodies, size);
        assertThat(BUCKET.lines()).doesNotHaveDuplicates();
        List<String> violations = SYSLOG.violations();
        assertThat(violations).isEmpty();
        assertThat(BUCKET.violations()).isEmpty();
        assertThat(COLLECTOR.violations()).isEmpty();
    }

    /** Until the service dies. */
    private static Runnable users(int round) {
        return () -> {
            try {
                for (int i = 0; i < USERS; i++) {
                    SERVICE.admin().put("/v1/orgs/acme/users/u" + round + "-" + i, "{}");
                }
            } catch (UncheckedIOException _) {
                // It was killed.
            }
        };
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
