package dev.sealwright.bench;

import dev.sealwright.keyservice.signature.FastSignatures;
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
import java.sql.Statement;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The service that the launcher started for the measurement, and its database. */
final class BenchService {
    private final Path home;
    private final URI people;
    private final URI hosts;
    private final String key;
    private final SSLContext tls;
    private final HttpClient client;

    private BenchService(Path home, URI people, URI hosts, String key, SSLContext tls) {
        this.home = home;
        this.people = people;
        this.hosts = hosts;
        this.key = key;
        this.tls = tls;
        this.client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(tls)
                        .build();
    }

    /** From {@code SEALWRIGHT_HOME}, {@code SEALWRIGHT_BENCH_PEOPLE} and {@code …HOSTS}. */
    static BenchService running() throws IOException, GeneralSecurityException {
        // The load is to take little of the processors that it shares with the service.
        FastSignatures.install();
        Path home = Path.of(Setting.of("SEALWRIGHT_HOME"));
        return new BenchService(
                home,
                URI.create(Setting.of("SEALWRIGHT_BENCH_PEOPLE")),
                URI.create(Setting.of("SEALWRIGHT_BENCH_HOSTS")),
                Files.readString(home.resolve("admin.key")).strip(),
                trusting(home.resolve("ceremony/root.crt")));
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
        send("PUT", path, body);
    }

    /** GET, likewise. */
    void get(String path) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(people.resolve(path)).GET());
    }

    /** POST, likewise. */
    void post(String path, String body) throws IOException, InterruptedException {
        send("POST", path, body);
    }

    private void send(String method, String path, String body)
            throws IOException, InterruptedException {
        send(
                HttpRequest.newBuilder(people.resolve(path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body)));
    }

    private void send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest whole = request.header("Authorization", "Bearer " + key).build();
        HttpResponse<String> answer = client.send(whole, BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException(
                    whole.uri().getPath()
                            + " answered "
                            + answer.statusCode()
                            + " "
                            + answer.body());
        }
    }

    /** A connection to the listener of people; {@link #authorization} goes with each request. */
    BenchConnection toPeople() throws IOException {
        return BenchConnection.open(tls, people);
    }

    BenchConnection toHosts() throws IOException {
        return BenchConnection.open(tls, hosts);
    }

    /** The administrator's key, as a header. */
    String authorization() {
        return "Authorization: Bearer " + key + "\r\n";
    }

    Path home() {
        return home;
    }

    Compilers compilers() throws IOException {
        return Compilers.of(home);
    }

    Connection database() throws SQLException, IOException {
        return DriverManager.getConnection(
                Setting.of("SEALWRIGHT_DB_URL"),
                "sealwright",
                Files.readString(passwordFile()).strip());
    }

    /**
     * As any database is after its first minutes: segments of its write-ahead log that are behind a
     * checkpoint are used again, and no commit waits for new ones to be filled with zeros.
     */
    static void settle(Connection database) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute("CHECKPOINT");
        }
    }

    Path passwordFile() {
        return home.resolve("postgres/password");
    }
}
