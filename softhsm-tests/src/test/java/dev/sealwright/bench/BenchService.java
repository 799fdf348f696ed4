package dev.sealwright.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The service that the launcher started for the measurement, and its database. */
final class BenchService {
    private final Path home;
    private final URI people;
    private final String key;
    private final HttpClient client;

    private BenchService(Path home, URI people, String key, HttpClient client) {
        this.home = home;
        this.people = people;
        this.key = key;
        this.client = client;
    }

    /** From {@code SEALWRIGHT_HOME} and {@code SEALWRIGHT_BENCH_PEOPLE}. */
    static BenchService running() throws IOException, GeneralSecurityException {
        Path home = Path.of(Setting.of("SEALWRIGHT_HOME"));
        return new BenchService(
                home,
                URI.create(Setting.of("SEALWRIGHT_BENCH_PEOPLE")),
                Files.readString(home.resolve("admin.key")).strip(),
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(trusting(home.resolve("ceremony/root.crt")))
                        .build());
    }

    private static SSLContext trusting(Path root) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, new char[0]);
        try (InputStream pem = Files.newInputStream(root)) {
            trusted.setCertificateEntry(
                    "root", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /** PUT with the administrator's key; fails unless it answers 2xx. */
    void put(String path, String body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(people.resolve(path))
                        .header("Authorization", "Bearer " + key)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(body))
                        .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(path + " answered " + answer.statusCode() + " " + answer.body());
        }
    }

    Connection database() throws SQLException, IOException {
        return DriverManager.getConnection(
                Setting.of("SEALWRIGHT_DB_URL"),
                "sealwright",
                Files.readString(passwordFile()).strip());
    }

    Path passwordFile() {
        return home.resolve("postgres/password");
    }
}
