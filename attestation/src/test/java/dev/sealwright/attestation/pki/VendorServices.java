package dev.sealwright.attestation.pki;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.sealwright.attestation.collateral.CollateralServices;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.protocol.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;

/** The services of AMD, Intel and Azure on the loopback interface, over HTTPS, by their paths. */
public final class VendorServices implements AutoCloseable {
    private static final Authority TLS =
            Authority.root("CN=services", Authority.p256("services root"));

    private final HttpsServer server;
    private final SSLContext tls;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** A status, a body, and headers. */
    public record Answer(int status, Bytes body, Map<String, String> headers) {
        public static Answer of(Bytes body) {
            return new Answer(200, body, Map.of());
        }

        /** With the chain of who signed it, as Intel's services send it. */
        public static Answer signed(Bytes body, String header, List<X509Certificate> chain) {
            String pem = URLEncoder.encode(Authority.pem(chain), StandardCharsets.UTF_8);
            return new Answer(200, body, Map.of(header, pem.replace("+", "%20")));
        }
    }

    private VendorServices(HttpsServer server, SSLContext tls) {
        this.server = server;
        this.tls = tls;
    }

    public static VendorServices start() {
        try {
            SSLContext tls = context();
            HttpsServer server =
                    HttpsServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(tls));
            VendorServices services = new VendorServices(server, tls);
            server.createContext("/", services::answer);
            server.start();
            return services;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Trusts this server's certificate and no other. */
    public SSLContext tls() {
        return tls;
    }

    /** PEM of who signed its certificate. */
    public static String authority() {
        return Authority.pem(TLS.chain());
    }

    public String address() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    public CollateralServices all() {
        URI here = URI.create(address());
        return new CollateralServices(
                here,
                Optional.empty(),
                here,
                URI.create(address() + "/root.der"),
                Map.of(Maa.ISSUER, URI.create(address() + "/certs")));
    }

    /** By path and query. */
    public void put(String path, Answer answer) {
        answers.put(path, answer);
    }

    public void put(Amd amd, String line, String chipAndLevels) {
        String service = "/vcek/v1/" + line;
        put(service + "/cert_chain", Answer.of(Bytes.utf8(Authority.pem(amd.issuer().chain()))));
        put(service + "/crl", Answer.of(amd.issuer().list()));
        put(service + "/" + chipAndLevels, Answer.of(Certificates.encoded(amd.certificate())));
    }

    public void put(Intel intel) {
        String tdx = "/tdx/certification/v4/";
        put(
                tdx + "tcb?fmspc=00906ed50000",
                Answer.signed(intel.tcbInfoAnswer(), "TCB-Info-Issuer-Chain", intel.signerChain()));
        put(
                tdx + "qe/identity",
                Answer.signed(
                        intel.identityAnswer("TD_QE"),
                        "SGX-Enclave-Identity-Issuer-Chain",
                        intel.signerChain()));
        put(
                "/sgx/certification/v4/pckcrl?ca=platform&encoding=der",
                Answer.signed(
                        intel.platform().list(),
                        "SGX-PCK-CRL-Issuer-Chain",
                        intel.platform().chain()));
        put("/root.der", Answer.of(intel.root().list()));
    }

    /** Paths and queries, in order. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString();
        asked.add(path);
        Answer answer = answers.getOrDefault(path, new Answer(404, Bytes.EMPTY, Map.of()));
        try (exchange) {
            answer.headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(
                    answer.status, answer.body.isEmpty() ? -1 : answer.body.size());
            if (!answer.body.isEmpty()) {
                exchange.getResponseBody().write(answer.body.toArray());
            }
        }
    }

    private static SSLContext context() throws GeneralSecurityException, IOException {
        KeyPair key = Authority.p256("services");
        Map<String, byte[]> extensions = new HashMap<>();
        extensions.put(
                Extension.subjectAlternativeName.getId(),
                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")).getEncoded());
        X509Certificate leaf = TLS.leaf("CN=127.0.0.1", key.getPublic(), extensions);
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("root", TLS.certificate());
        Certificate[] chain = {leaf, TLS.certificate()};
        store.setKeyEntry("server", key.getPrivate(), new char[0], chain);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
