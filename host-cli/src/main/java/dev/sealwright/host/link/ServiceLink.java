package dev.sealwright.host.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.host.HostConfig;
import dev.sealwright.client.http.Credential;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.Retries;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.tls.ClientIdentity;
import dev.sealwright.client.tls.PinnedTls;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.enrol.CertificateAnswer;
import dev.sealwright.protocol.enrol.RenewalRequest;
import dev.sealwright.protocol.epoch.AnchorsSuccession;
import dev.sealwright.protocol.merkle.Tile;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.sync.HeartbeatAnswer;
import dev.sealwright.protocol.sync.SyncAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * The calls of an enrolled host, over mutual TLS pinned to its root. After a renewal the link goes
 * on with the new certificate; calls under way end on the old one.
 */
public final class ServiceLink implements AutoCloseable {
    /** The longest a sync may be asked to wait. */
    public static final Duration MAX_WAIT = Duration.ofSeconds(25);

    private static final Duration SLACK = Duration.ofSeconds(15);
    private static final int MAX_SUCCESSION = 256 * 1024;

    private final HostConfig config;
    private final Retries retries;
    private final InstantSource clock;
    private volatile ServiceClient client;

    public ServiceLink(
            HostConfig config, ClientIdentity identity, Retries retries, InstantSource clock) {
        this.config = config;
        this.retries = retries;
        this.clock = clock;
        this.client = connect(identity);
    }

    /** The service's anchors document, unverified. */
    public Bytes anchors() {
        return document("/v1/anchors");
    }

    /** That of a version that was in force before. */
    public Bytes anchors(long version) {
        return document("/v1/anchors/" + version);
    }

    /** What shows that anchors of this version took the place of others, unverified. */
    public AnchorsSuccession succession(long version) {
        String path = "/v1/anchors/" + version + "/succession";
        return AnchorsSuccession.fromJson(
                client.send(Request.get(path).upTo(MAX_SUCCESSION)).map());
    }

    private Bytes document(String path) {
        var request =
                Request.get(path)
                        .header("Accept", "application/cose")
                        .upTo(AnchorsDocument.MAX_SIZE);
        return client.send(request).body();
    }

    /** Tells that this host lives; the first one makes its sandbox active. */
    public HeartbeatAnswer heartbeat(long policyVersion) {
        var body = Json.object();
        if (policyVersion > 0) {
            body.put("policy_version", policyVersion);
        }
        var answer = client.send(Request.repeatablePost("/v1/heartbeats", body));
        return HeartbeatAnswer.fromJson(answer.map());
    }

    /**
     * Reports events, numbered and in order; returns the number up to which they are in the log.
     */
    public long report(List<ObjectNode> events) {
        var body = Json.object();
        events.forEach(body.putArray("events")::add);
        return client.send(Request.repeatablePost("/v1/host-events", body))
                .json()
                .number("acknowledged");
    }

    /** Every policy after {@code lastVersion}; waits for one up to {@code wait}, in seconds. */
    public SyncAnswer sync(long lastVersion, Duration wait) {
        String path =
                "/v1/sync?last_policy_version=" + lastVersion + "&wait_seconds=" + wait.toSeconds();
        var answer = client.send(Request.get(path).within(wait.plus(SLACK)).upTo(8 * 1024 * 1024));
        return SyncAnswer.fromJson(answer.map());
    }

    /** A certificate to follow the one in use; asking twice gives two, which harms nobody. */
    public CertificateAnswer renew(RenewalRequest request) {
        var post = Request.repeatablePost("/v1/renewals", Json.tree(request.toJson()));
        return CertificateAnswer.fromJson(client.send(post).map());
    }

    /** The newest checkpoint of the log with this origin, unverified. */
    public Note checkpoint(String origin) {
        var answer = client.send(Request.get(path(origin) + "checkpoint").upTo(Note.MAX_SIZE));
        return Note.parse(new String(answer.body().toArray(), StandardCharsets.UTF_8));
    }

    /** A tile of hashes of that log, unverified. */
    public Bytes tile(String origin, Tile tile) {
        int most = Tile.FULL * TreeHash.SIZE;
        return client.send(Request.get(path(origin) + tile.path()).upTo(most)).body();
    }

    private static String path(String origin) {
        return origin.substring(origin.indexOf('/')) + "/";
    }

    /** Goes on with another certificate. */
    public void use(ClientIdentity identity) {
        ServiceClient old = client;
        client = connect(identity);
        old.retire();
    }

    @Override
    public void close() {
        client.close();
    }

    private ServiceClient connect(ClientIdentity identity) {
        var tls = PinnedTls.as(identity, config.root(), clock);
        return new ServiceClient(config.address(), tls, Credential.none(), retries);
    }
}
