package dev.sealwright.operator.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.witness.AddCheckpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The HTTP side of a witness: {@code POST /add-checkpoint} with the status codes of
 * c2sp.org/tlog-witness, {@code GET /} for its verifier key. No transport security of its own:
 * requests carry the log's signature and answers the witness's. Public ones stand behind a proxy.
 */
final class WitnessServer implements AutoCloseable {
    private static final int BACKLOG = 64;
    private static final String PLAIN = "text/plain; charset=utf-8";

    private final Witness witness;
    private final Consumer<String> report;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private record Answer(int status, String type, String body) {}

    /** Listens from now on. {@code report} gets a line about each request that is no routine. */
    WitnessServer(Witness witness, InetSocketAddress address, Consumer<String> report)
            throws IOException {
        this.witness = witness;
        this.report = report;
        boundSlowClients();
        this.server = HttpServer.create(address, BACKLOG);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** The JDK's server reads these when its first instance is made; their unit is the second. */
    private static void boundSlowClients() {
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
        System.setProperty("sun.net.httpserver.idleInterval", "30");
        System.setProperty("jdk.httpserver.maxConnections", "512");
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Answer answer = answer(exchange);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (path.equals("/add-checkpoint")) {
            return method.equals("POST") ? addCheckpoint(exchange) : plain(405, "POST only\n");
        }
        if (path.equals("/")) {
            return method.equals("GET") ? plain(200, description()) : plain(405, "GET only\n");
        }
        return plain(404, "a witness answers to POST /add-checkpoint\n");
    }

    private Answer addCheckpoint(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(AddCheckpoint.MAX_SIZE + 1);
        if (body.length > AddCheckpoint.MAX_SIZE) {
            // The rest is not read: the client is told not to send its next request after it.
            exchange.getResponseHeaders().set("Connection", "close");
            return plain(400, "a request over " + AddCheckpoint.MAX_SIZE + " bytes\n");
        }
        AddCheckpoint request;
        try {
            request = AddCheckpoint.parse(decode(body));
        } catch (MalformedException e) {
            return plain(400, e.getMessage() + "\n");
        }
        return answer(request, witness.addCheckpoint(request));
    }

    private static String decode(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("a request that is no UTF-8", e);
        }
    }

    private Answer answer(AddCheckpoint request, Verdict verdict) {
        String log = request.checkpoint().origin();
        return switch (verdict) {
            case Verdict.Cosigned(var line) -> plain(200, line.line() + "\n");
            case Verdict.UnknownLog() -> plain(404, "no log of that origin is watched here\n");
            case Verdict.NotSigned() -> plain(403, "no key of the log signed it\n");
            case Verdict.OtherSize(long size) -> size(size);
            case Verdict.OtherRoot(long size) -> {
                report.accept("FORK: " + log + " signed a second root at size " + size);
                yield size(size);
            }
            case Verdict.Inconsistent() -> {
                report.accept(
                        log
                                + " did not show that size "
                                + request.checkpoint().size()
                                + " continues size "
                                + request.oldSize());
                yield plain(422, "the proof does not show that it continues the last one\n");
            }
        };
    }

    private static Answer size(long size) {
        return new Answer(409, "text/x.tlog.size", size + "\n");
    }

    private static Answer plain(int status, String body) {
        return new Answer(status, PLAIN, body);
    }

    private String description() {
        return Stream.concat(Stream.of(witness.verifier().vkey()), watched())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private Stream<String> watched() {
        return witness.logs().stream()
                .flatMap(log -> log.keys().stream())
                .map(key -> "log " + key.vkey())
                .sorted();
    }

    @Override
    public void close() {
        server.stop(1);
        threads.close();
    }
}
