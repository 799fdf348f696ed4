package dev.sealwright.controlplane.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.sealwright.controlplane.RunningService;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Spans as a collector on this machine receives them, by OTLP over HTTP. */
class TracesTest {
    private static final ByteArrayOutputStream RECEIVED = new ByteArrayOutputStream();
    private static final HttpServer COLLECTOR = collector();
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    @RegisterExtension
    static final RunningService SERVICE =
            new RunningService()
                    .with(
                            "sealwright.trace.endpoint",
                            "http://127.0.0.1:" + COLLECTOR.getAddress().getPort() + "/v1/traces");

    private static HttpServer collector() {
        try {
            var server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(
                    "/v1/traces",
                    exchange -> {
                        RECEIVED.writeBytes(exchange.getRequestBody().readAllBytes());
                        exchange.sendResponseHeaders(200, -1);
                        exchange.close();
                    });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void noCollector() {
        COLLECTOR.stop(0);
    }

    @Test
    void aRequestIsFollowedFromItsCallerToTheKeyService() {
        SERVICE.admin()
                .with("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .put("/v1/orgs/traced-organisation", "{}");
        SERVICE.bean(Traces.class).close();
        // Protobuf holds texts and ids as they are.
        String spans = RECEIVED.toString(StandardCharsets.ISO_8859_1);
        String trace = new String(HexFormat.of().parseHex(TRACE), StandardCharsets.ISO_8859_1);

        assertThat(spans)
                .contains(trace, "PUT /v1/orgs/{org}", "decide", "log", "keyservice.append")
                .doesNotContain("traced-organisation", RunningService.ADMIN_KEY);
    }
}
