package dev.sealwright.client.standin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import dev.sealwright.client.http.ServiceAddress;
import dev.sealwright.client.json.Json;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.bootstrap.BootstrapUrl;
import dev.sealwright.protocol.enrol.EnrolmentRequest;
import dev.sealwright.protocol.enrol.RenewalRequest;
import dev.sealwright.protocol.policy.PolicyDelivery;
import dev.sealwright.protocol.sync.HeartbeatAnswer;
import dev.sealwright.protocol.sync.HostState;
import dev.sealwright.protocol.sync.SyncAnswer;
import java.io.IOException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** The hosts listener of a service, for tests. Answers of a path can be altered or lost. */
public final class StandInService implements AutoCloseable {
    public static final String CHALLENGE = "/v1/enrolments";
    public static final String EXCHANGE = "/v1/enrolments/";
    public static final String SYNC = "/v1/sync";
    public static final String RENEW = "/v1/renewals";
    public static final String HEARTBEAT = "/v1/heartbeats";
    public static final String EVENTS = "/v1/host-events";
    public static final String ANCHORS = "/v1/anchors";

    private static final String LOG = "/log/1/";
    private static final Pattern EPOCH = Pattern.compile("(/log/[0-9]+)/(.+)");
    private static final Pattern ENROLMENT = Pattern.compile("/v1/enrolments/([A-Za-z0-9_-]{22})");
    private static final Pattern LAST = Pattern.compile("last_policy_version=([0-9]+)");

    private final SecureRandom random = new SecureRandom();
    private final Authorities authorities;
    private final HostsDesk desk;
    private final TlsServer server;
    private final Map<String, UnaryOperator<Map<String, Object>>> altered =
            new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> lost = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final Map<String, Bytes> shown = new ConcurrentHashMap<>();
    private volatile boolean revoked;
    private volatile Bytes anchors = Bytes.EMPTY;

    public StandInService(InstantSource clock) {
        this(clock, new StandInLog(HostsDesk.ORIGIN));
    }

    public StandInService(InstantSource clock, StandInLog log) {
        Instant now = clock.instant();
        authorities = new Authorities(now);
        desk = new HostsDesk(authorities, clock, log);
        KeyPair key = Certification.p256();
        List<X509Certificate> chain =
                authorities.server(
                        key.getPublic(),
                        KeyPurposeId.id_kp_serverAuth,
                        now.minus(Duration.ofHours(1)),
                        now.plus(Duration.ofDays(30)),
                        "localhost");
        server =
                new TlsServer(
                        key.getPrivate(), chain, Optional.of(authorities.hostCa()), this::handle);
    }

    public HostsDesk desk() {
        return desk;
    }

    public ServiceAddress address() {
        return server.address();
    }

    public RootPin pin() {
        return authorities.pin();
    }

    /** A URL as a minter would hand it out. */
    public String mint() {
        byte[] secret = new byte[BootstrapSeed.SIZE];
        random.nextBytes(secret);
        var seed = BootstrapSeed.of(secret);
        desk.mint(seed.publicKey());
        return new BootstrapUrl("localhost:" + address().port(), seed, pin()).reveal();
    }

    /** From now on, answers of this path are changed so. */
    public void alter(String path, UnaryOperator<Map<String, Object>> change) {
        altered.put(path, change);
    }

    /** The next {@code count} answers of this path are lost after the work was done. */
    public void lose(String path, int count) {
        lost.put(path, new AtomicInteger(count));
    }

    /** From now on, these are its anchors. */
    public void show(Bytes anchors) {
        this.anchors = anchors;
    }

    public void revoke() {
        revoked = true;
    }

    /** Requests of this path so far. */
    public int asked(String path) {
        return asked.getOrDefault(path, new AtomicInteger()).get();
    }

    public int requests() {
        return server.requests();
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Matcher enrolment = ENROLMENT.matcher(path);
        String kind = enrolment.matches() ? EXCHANGE : path;
        asked.computeIfAbsent(kind, _ -> new AtomicInteger()).incrementAndGet();
        switch (kind) {
            case CHALLENGE -> challenge(exchange);
            case EXCHANGE -> enrol(exchange, enrolment.group(1));
            case HEARTBEAT, EVENTS, SYNC, RENEW -> enrolled(exchange, kind);
            case ANCHORS -> anchors(exchange);
            default -> log(exchange, path);
        }
    }

    /** What the log has, in whatever epoch, or what {@link #show} put there. */
    private void log(HttpExchange exchange, String path) throws IOException {
        Matcher epoch = EPOCH.matcher(path);
        if (shown.containsKey(path)) {
            send(exchange, 200, shown.get(path).toArray());
        } else if (epoch.matches()) {
            String origin = "localhost" + epoch.group(1);
            send(exchange, 200, desk.log().served(origin, epoch.group(2)).toArray());
        } else {
            problem(exchange, 404, "not-found");
        }
    }

    /** This path of the log answers with this from now on. */
    public void show(String path, Bytes content) {
        shown.put(LOG + path, content);
    }

    private void anchors(HttpExchange exchange) throws IOException {
        Bytes document = anchors.isEmpty() ? desk.anchors() : anchors;
        exchange.sendResponseHeaders(200, document.size());
        exchange.getResponseBody().write(document.toArray());
        exchange.close();
    }

    private void challenge(HttpExchange exchange) throws IOException {
        var challenge = desk.challenge((String) body(exchange).get("id"));
        if (challenge.isEmpty()) {
            problem(exchange, 404, "not-found");
        } else {
            answer(exchange, CHALLENGE, 200, challenge.get().toJson());
        }
    }

    private void enrol(HttpExchange exchange, String id) throws IOException {
        var answer = desk.enrol(id, EnrolmentRequest.fromJson(body(exchange)));
        if (answer.isEmpty()) {
            problem(exchange, 410, "bootstrap-spent");
        } else {
            answer(exchange, EXCHANGE, 201, answer.get().toJson());
        }
    }

    private void enrolled(HttpExchange exchange, String kind) throws IOException {
        var certificate = certificate(exchange);
        if (certificate.isEmpty()) {
            problem(exchange, 401, "unauthenticated");
        } else if (revoked) {
            problem(exchange, 403, "host-revoked");
        } else {
            switch (kind) {
                case HEARTBEAT -> {
                    var next = new HeartbeatAnswer(HostState.ACTIVE, Duration.ofSeconds(1));
                    answer(exchange, kind, 200, next.toJson());
                }
                case EVENTS -> events(exchange);
                case SYNC -> sync(exchange);
                default -> {
                    var request = RenewalRequest.fromJson(body(exchange));
                    var answer = desk.renew(certificate.get(), request);
                    answer(exchange, kind, 201, answer.toJson());
                }
            }
        }
    }

    private void events(HttpExchange exchange) throws IOException {
        var sent = Json.parse(exchange.getRequestBody().readAllBytes()).get("events");
        sent.forEach(event -> events.add(event.toString()));
        long last = sent.get(sent.size() - 1).get("sequence").asLong();
        answer(exchange, EVENTS, 200, Map.of("acknowledged", last));
    }

    /** What hosts reported, each time they did, as JSON. */
    public List<String> events() {
        return List.copyOf(events);
    }

    private void sync(HttpExchange exchange) throws IOException {
        Matcher last = LAST.matcher(exchange.getRequestURI().getQuery());
        long version = last.find() ? Long.parseLong(last.group(1)) : 0;
        List<PolicyDelivery> items = desk.policiesAfter(version);
        answer(exchange, SYNC, 200, new SyncAnswer(items, false).toJson());
    }

    private void answer(HttpExchange exchange, String kind, int status, Map<String, Object> json)
            throws IOException {
        var remaining = lost.get(kind);
        if (remaining != null && remaining.getAndDecrement() > 0) {
            throw new IOException("the answer is lost");
        }
        var change = altered.getOrDefault(kind, UnaryOperator.identity());
        send(exchange, status, Json.bytes(Json.tree(change.apply(json))));
    }

    private static void problem(HttpExchange exchange, int status, String slug) throws IOException {
        var json =
                Json.object()
                        .put("type", "urn:sealwright:problem:" + slug)
                        .put("title", slug)
                        .put("status", status)
                        .put("detail", "as the test wants it")
                        .put("request_id", "r-1");
        exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
        send(exchange, status, Json.bytes(json));
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static Map<String, Object> body(HttpExchange exchange) throws IOException {
        return Json.map(exchange.getRequestBody().readAllBytes());
    }

    private static Optional<X509Certificate> certificate(HttpExchange exchange) {
        try {
            var peer = ((HttpsExchange) exchange).getSSLSession().getPeerCertificates();
            return Optional.of((X509Certificate) peer[0]);
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }
}
