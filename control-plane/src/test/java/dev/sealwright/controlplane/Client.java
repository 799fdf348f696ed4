package dev.sealwright.controlplane;

import dev.sealwright.testkit.Planted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Talks to one listener of the service, over TLS, as a stranger would. */
public final class Client {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final HttpClient http;
    private final URI base;
    private final Map<String, String> headers;

    /** Trusts one root and nothing else; shows one of the keys, if there are any. */
    static Client trusting(X509Certificate root, KeyManager[] keys, URI base) {
        return new Client(
                HttpClient.newBuilder().sslContext(tls(root, keys)).build(), base, Map.of());
    }

    static SSLContext tls(X509Certificate root, KeyManager[] keys) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("root", root);
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(keys, trust.getTrustManagers(), null);
            return tls;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private Client(HttpClient http, URI base, Map<String, String> headers) {
        this.http = http;
        this.base = base;
        this.headers = headers;
    }

    /** The same with one more header in each request. */
    public Client with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Client(http, base, more);
    }

    public Client withKey(String apiKey) {
        return with("Authorization", "Bearer " + Planted.text(apiKey));
    }

    public Answer get(String path) {
        return send("GET", path, HttpRequest.BodyPublishers.noBody(), "");
    }

    public Answer delete(String path) {
        return send("DELETE", path, HttpRequest.BodyPublishers.noBody(), "");
    }

    public Answer put(String path, String json) {
        return send("PUT", path, json, "application/json");
    }

    public Answer post(String path, String json) {
        return send("POST", path, json, "application/json");
    }

    /** A POST without a body. */
    public Answer post(String path) {
        return send("POST", path, HttpRequest.BodyPublishers.noBody(), "");
    }

    public Answer send(String method, String path, String body, String mediaType) {
        return send(method, path, HttpRequest.BodyPublishers.ofString(body), mediaType);
    }

    /** With a body that comes as a test wants it to. */
    public Answer send(
            String method, String path, HttpRequest.BodyPublisher body, String mediaType) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE).method(method, body);
        if (!mediaType.isEmpty()) {
            request.header("Content-Type", mediaType);
        }
        headers.forEach(request::header);
        try {
            return Answer.of(http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
