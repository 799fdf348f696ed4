package dev.sealwright.keyservice.ceremony;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.passkey.Assertion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A page on loopback, for one passkey and one signature. Its address is not to be guessed; a
 * request by another name than localhost is refused, so that no other site's name can be bound to
 * it.
 */
final class PasskeyPage implements AutoCloseable {
    /** The relying party of passkeys that are made here. */
    static final String PARTY = "localhost";

    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int MAX_ANSWER = 4096;
    private static final int TOKEN = 16;
    private static final Map<String, String> FILES =
            Map.of(
                    "", "text/html; charset=utf-8",
                    "passkey.css", "text/css; charset=utf-8",
                    "passkey.js", "text/javascript; charset=utf-8");

    /**
     * What the page asks for.
     *
     * @param name of the operator for whom a passkey is made; empty to use the one there is
     */
    record Order(String title, String text, Bytes message, Optional<String> name) {}

    /**
     * What it got.
     *
     * @param spki of the passkey that was made
     */
    record Answer(Assertion assertion, Optional<Bytes> spki) {}

    private final HttpServer server;
    private final Order order;
    private final String token;
    private final Bytes user;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();

    private PasskeyPage(HttpServer server, Order order, SecureRandom random) {
        this.server = server;
        this.order = order;
        this.token = random(random).base64Url();
        this.user = random(random);
    }

    private static Bytes random(SecureRandom random) {
        byte[] bytes = new byte[TOKEN];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    static PasskeyPage open(Order order, SecureRandom random) {
        try {
            HttpServer server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            PasskeyPage page = new PasskeyPage(server, order, random);
            server.createContext("/", page::serve);
            server.start();
            return page;
        } catch (IOException e) {
            throw new UncheckedIOException("no page can be served on loopback", e);
        }
    }

    String address() {
        return "http://" + host() + "/" + token + "/";
    }

    private String host() {
        return PARTY + ":" + server.getAddress().getPort();
    }

    /** Waits for the browser. */
    Answer await() {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CeremonyRefusedException("The passkey was not waited for.", e);
        } catch (TimeoutException | ExecutionException e) {
            throw new CeremonyRefusedException(
                    "No passkey signed within "
                            + PATIENCE.toMinutes()
                            + " minutes. Run the command again and open the page it names.",
                    e);
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String base = "/" + token + "/";
            boolean here = host().equals(exchange.getRequestHeaders().getFirst("Host"));
            if (!here || !path.startsWith(base)) {
                send(exchange, 404, "text/plain", Bytes.utf8("Nothing here."));
                return;
            }
            String name = path.substring(base.length());
            switch (exchange.getRequestMethod() + " " + name) {
                case "GET order" -> send(exchange, 200, "application/json", order());
                case "POST answer" -> take(exchange);
                default -> file(exchange, name);
            }
        }
    }

    private void file(HttpExchange exchange, String name) throws IOException {
        String type = FILES.get(name);
        if (type == null || !exchange.getRequestMethod().equals("GET")) {
            send(exchange, 404, "text/plain", Bytes.utf8("Nothing here."));
            return;
        }
        String resource = name.isEmpty() ? "passkey.html" : name;
        try (InputStream in = PasskeyPage.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in the program");
            }
            send(exchange, 200, type, Bytes.of(in.readAllBytes()));
        }
    }

    private Bytes order() {
        Map<String, String> object = new LinkedHashMap<>();
        object.put("title", order.title());
        object.put("text", order.text());
        object.put("digest", Sha256.of(order.message()).hex());
        object.put("challenge", Sha256.of(order.message()).base64Url());
        object.put("party", PARTY);
        object.put("make", order.name().isPresent() ? "yes" : "no");
        object.put("name", order.name().orElse(""));
        object.put("user", user.base64Url());
        return Bytes.utf8(FlatJson.write(object));
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_ANSWER + 1);
        try {
            answer.complete(parse(body));
            send(exchange, 204, "text/plain", Bytes.EMPTY);
        } catch (MalformedException e) {
            send(exchange, 422, "text/plain", Bytes.utf8(String.valueOf(e.getMessage())));
        }
    }

    /** Lines of base64url; that it verifies is for who asked to see. */
    private Answer parse(byte[] body) {
        String[] lines = new String(body, StandardCharsets.US_ASCII).split("\n", -1);
        if (body.length > MAX_ANSWER || lines.length != (order.name().isPresent() ? 4 : 3)) {
            throw new MalformedException("not the answer of this page");
        }
        Assertion assertion =
                new Assertion(
                        Bytes.fromBase64Url(lines[0]),
                        Bytes.fromBase64Url(lines[1]),
                        Bytes.fromBase64Url(lines[2]));
        return new Answer(
                assertion,
                lines.length == 4 ? Optional.of(Bytes.fromBase64Url(lines[3])) : Optional.empty());
    }

    private static void send(HttpExchange exchange, int status, String type, Bytes body)
            throws IOException {
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type);
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        exchange.sendResponseHeaders(status, body.isEmpty() ? -1 : body.size());
        if (!body.isEmpty()) {
            exchange.getResponseBody().write(body.toArray());
        }
    }

    @Override
    public void close() {
        // What is being answered still is: the page says that it is done.
        server.stop(1);
    }
}
