package dev.sealwright.client.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import dev.sealwright.client.http.ServiceAddress;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.profile.ApiKey;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.bootstrap.BootstrapId;
import dev.sealwright.protocol.bootstrap.BootstrapUrl;
import dev.sealwright.testkit.Planted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** The people listener of a service, for tests: resources, bootstraps, the log. */
public final class StandInPeople implements AutoCloseable {
    private static final String LOG = "/log/1/";
    private static final String SIGNATURE = "/signature";

    private final Authorities authorities;
    private final HostsDesk desk;
    private final ApiKey key = ApiKey.generate(new SecureRandom());
    private final TlsServer server;
    private final Map<String, ObjectNode> resources = new TreeMap<>();
    private final Map<String, JsonNode> canned = new HashMap<>();
    private final Map<String, String> waiting = new HashMap<>();
    private final Map<String, ObjectNode> signatures = new HashMap<>();
    private final Map<String, Function<String, JsonNode>> answering = new HashMap<>();
    private final Map<String, Bytes> files = new HashMap<>();
    private final Map<String, Streamed> streamed = new HashMap<>();
    private final Map<String, Posted> posted = new HashMap<>();
    private final List<String> requests = new ArrayList<>();
    private UnaryOperator<ObjectNode> mintChange = UnaryOperator.identity();

    public StandInPeople(InstantSource clock) {
        this(clock, new StandInLog(HostsDesk.ORIGIN));
    }

    public StandInPeople(InstantSource clock, StandInLog log) {
        Planted.text(key.reveal());
        Instant now = clock.instant();
        authorities = new Authorities(now);
        desk = new HostsDesk(authorities, clock, log);
        KeyPair tls = Certification.p256();
        List<X509Certificate> chain =
                authorities.server(
                        tls.getPublic(),
                        KeyPurposeId.id_kp_serverAuth,
                        now.minus(Duration.ofHours(1)),
                        now.plus(Duration.ofDays(30)),
                        "localhost");
        server = new TlsServer(tls.getPrivate(), chain, Optional.empty(), this::handle);
    }

    public HostsDesk desk() {
        return desk;
    }

    public Authorities authorities() {
        return authorities;
    }

    public ServiceAddress address() {
        return server.address();
    }

    public RootPin pin() {
        return authorities.pin();
    }

    public ApiKey key() {
        return key;
    }

    /** Every request so far: method, path and body, without headers. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    /** This path answers with this. */
    public synchronized void can(String path, JsonNode answer) {
        canned.put(path, answer);
    }

    /** This path answers with what this makes of the query, or of what was posted. */
    public synchronized void can(String path, Function<String, JsonNode> answer) {
        answering.put(path, answer);
    }

    /** This path answers with these bytes. */
    public synchronized void can(String path, Bytes answer) {
        files.put(path, answer);
    }

    /**
     * An answer of bytes with headers.
     *
     * @param size that it says it has
     */
    public record Streamed(Map<String, String> headers, Bytes body, long size) {}

    /** This path answers with this. */
    public synchronized void can(String path, Streamed answer) {
        streamed.put(path, answer);
    }

    /** What came last to this path by POST, with its headers. */
    public synchronized Posted posted(String path) {
        return posted.get(path);
    }

    /** A body as it came. */
    public record Posted(Map<String, List<String>> headers, Bytes body) {}

    /** What is written to this path waits for a signature of that approval. */
    public synchronized void awaits(String path, String approval) {
        waiting.put(path, approval);
    }

    /** The bodies of signatures so far, by approval. */
    public synchronized Map<String, ObjectNode> signatures() {
        return Map.copyOf(signatures);
    }

    /** Answers to minting are changed so. */
    public synchronized void alterMinting(UnaryOperator<ObjectNode> change) {
        mintChange = change;
    }

    @Override
    public void close() {
        server.close();
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + path + " " + Bytes.of(body).size());
        if (exchange.getRequestMethod().equals("POST")) {
            posted.put(path, new Posted(exchange.getRequestHeaders(), Bytes.of(body)));
        }
        String bearer = exchange.getRequestHeaders().getFirst("Authorization");
        if (!("Bearer " + key.reveal()).equals(bearer)) {
            send(exchange, 401, problem("unauthenticated"));
        } else if (path.endsWith(SIGNATURE)) {
            String approval = path.substring(0, path.length() - SIGNATURE.length());
            signatures.put(approval, (ObjectNode) Json.parse(body));
            waiting.values().removeIf(approval::equals);
            send(exchange, 200, canned.get(approval));
        } else if (waiting.containsKey(path) && !exchange.getRequestMethod().equals("GET")) {
            exchange.getResponseHeaders().set("Location", waiting.get(path));
            exchange.getResponseHeaders().set("Retry-After", "15");
            send(exchange, 423, problem("awaiting-approval"));
        } else if (streamed.containsKey(path) && asksForBytes(exchange)) {
            send(exchange, streamed.get(path));
        } else if (canned.containsKey(path)) {
            send(exchange, 200, canned.get(path));
        } else if (answering.containsKey(path)) {
            String asked =
                    exchange.getRequestMethod().equals("POST")
                            ? new String(body, StandardCharsets.UTF_8)
                            : String.valueOf(exchange.getRequestURI().getQuery());
            send(exchange, 200, answering.get(path).apply(asked));
        } else if (files.containsKey(path)) {
            send(exchange, 200, files.get(path));
        } else if (path.equals("/v1/anchors")) {
            send(exchange, 200, desk.anchors());
        } else if (path.equals("/v1/whoami")) {
            send(exchange, 200, Json.object().put("user", "first-admin"));
        } else if (path.startsWith(LOG) && desk.log().lacks(path.substring(LOG.length()))) {
            send(exchange, 410, problem("entry-pruned"));
        } else if (path.startsWith(LOG)) {
            send(exchange, 200, desk.log().served(path.substring(LOG.length())));
        } else if (path.endsWith("/bootstraps")) {
            mint(exchange, (ObjectNode) Json.parse(body));
        } else {
            resource(exchange, path, body);
        }
    }

    private void mint(HttpExchange exchange, ObjectNode request) throws IOException {
        Bytes publicKey = Bytes.fromBase64Url(request.get("public_key").asText());
        StandInLog.Entry entry = desk.mint(publicKey);
        String authority = "localhost:" + address().port();
        ObjectNode answer =
                Json.object()
                        .put("id", BootstrapId.of(publicKey).text())
                        .put("leaf", entry.leaf().base64Url())
                        .put("receipt", desk.log().receipt(entry.index()).text())
                        .put(
                                "install_url_prefix",
                                BootstrapUrl.prefix(authority, BootstrapId.of(publicKey)));
        send(exchange, 201, mintChange.apply(answer));
    }

    private void resource(HttpExchange exchange, String path, byte[] body) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                boolean isNew = !resources.containsKey(path);
                resources.put(path, (ObjectNode) Json.parse(body));
                send(exchange, isNew ? 201 : 200, resources.get(path));
            }
            case "DELETE" -> {
                resources.remove(path);
                exchange.sendResponseHeaders(204, -1);
            }
            default -> {
                if (resources.containsKey(path)) {
                    send(exchange, 200, resources.get(path));
                } else {
                    list(exchange, path + "/");
                }
            }
        }
    }

    /** One item a page, so that pages are followed. */
    private void list(HttpExchange exchange, String prefix) throws IOException {
        var names = resources.keySet().stream().filter(each -> each.startsWith(prefix)).toList();
        if (names.isEmpty()) {
            send(exchange, 404, problem("not-found"));
            return;
        }
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        int at =
                query.contains("cursor=") ? Integer.parseInt(query.replaceAll(".*cursor=", "")) : 0;
        ObjectNode page = Json.object();
        page.putArray("items").addObject().put("name", names.get(at).substring(prefix.length()));
        if (at + 1 < names.size()) {
            page.put("next_cursor", Integer.toString(at + 1));
        }
        send(exchange, 200, page);
    }

    private static ObjectNode problem(String slug) {
        return Json.object()
                .put("type", "urn:sealwright:problem:" + slug)
                .put("title", slug)
                .put("detail", "as the test wants it");
    }

    private static boolean asksForBytes(HttpExchange exchange) {
        return String.valueOf(exchange.getRequestHeaders().getFirst("Accept"))
                .startsWith("application/octet-stream");
    }

    private static void send(HttpExchange exchange, Streamed answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(200, answer.size());
        exchange.getResponseBody().write(answer.body().toArray());
    }

    private static void send(HttpExchange exchange, int status, JsonNode json) throws IOException {
        send(exchange, status, Bytes.of(Json.bytes(json)));
    }

    private static void send(HttpExchange exchange, int status, Bytes body) throws IOException {
        exchange.sendResponseHeaders(status, body.size());
        exchange.getResponseBody().write(body.toArray());
    }
}
