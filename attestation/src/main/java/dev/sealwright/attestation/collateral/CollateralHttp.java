package dev.sealwright.attestation.collateral;

import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;

/**
 * GET over TLS 1.2 or later: no redirect is followed, an answer is 200 and at most {@value
 * #MAX_SIZE} bytes, or it is none.
 */
public final class CollateralHttp {
    static final int MAX_SIZE = 1024 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final HttpClient client;

    /**
     * Trusting the services' certificates as the context does. What is fetched is verified by its
     * own signatures; TLS keeps away who would only waste our time.
     */
    public CollateralHttp(SSLContext tls) {
        this.client =
                HttpClient.newBuilder()
                        .sslContext(tls)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(PATIENCE)
                        .build();
    }

    record Answer(Bytes body, HttpHeaders headers) {}

    Answer get(URI uri) throws Unavailable {
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .header("User-Agent", "sealwright")
                        .GET()
                        .build();
        try {
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return new Answer(whole(response.statusCode(), body), response.headers());
            }
        } catch (IOException e) {
            throw new Unavailable("no answer: " + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted");
        }
    }

    private static Bytes whole(int status, InputStream body) throws IOException, Unavailable {
        if (status != 200) {
            throw new Unavailable("HTTP status " + status);
        }
        byte[] content = body.readNBytes(MAX_SIZE + 1);
        if (content.length > MAX_SIZE) {
            throw new Unavailable("an answer of more than " + MAX_SIZE + " bytes");
        }
        return Bytes.of(content);
    }

    /** This piece is not to be had now; the next may be. */
    static final class Unavailable extends Exception {
        Unavailable(String why) {
            super(why);
        }

        /** What is said to whoever asked. */
        String why() {
            return String.valueOf(getMessage());
        }
    }
}
