package dev.sealwright.controlplane.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a connection whose clock the test turns. */
class RequestPaceTest {
    private static final int PART = 4 * 1024 * 1024;
    private static final String LARGE =
            "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + 4 * PART + "\r\n\r\n";

    private final ConnectionLimits limits =
            new ConnectionLimits(Duration.ofSeconds(10), Duration.ofSeconds(20), 8);
    private final EmbeddedChannel channel = new EmbeddedChannel(new HttpServerCodec());

    @BeforeEach
    void pace() {
        channel.freezeTime();
        new RequestPace(new Connections(limits), limits).install(channel.pipeline());
        arrives(LARGE.getBytes(StandardCharsets.US_ASCII));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void arrives(byte[] bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
        for (Object message = channel.readInbound();
                message != null;
                message = channel.readInbound()) {
            ReferenceCountUtil.release(message);
        }
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void eachPartOfALargeBodyHasItsTime() {
        for (int i = 0; i < 4; i++) {
            pass(19);
            assertThat(channel.isOpen()).isTrue();
            arrives(new byte[PART]);
        }
        pass(60);

        assertThat(channel.isOpen()).as("the request is whole").isTrue();
    }

    @Test
    void lessThanAPartIsNoReasonToWait() {
        pass(19);
        arrives(new byte[PART - 1]);
        pass(2);

        assertThat(channel.isOpen()).isFalse();
    }
}
