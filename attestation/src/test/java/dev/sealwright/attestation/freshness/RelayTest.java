package dev.sealwright.attestation.freshness;

import static dev.sealwright.attestation.pki.Outcomes.authentic;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.attestation.nitro.NitroClaims;
import dev.sealwright.attestation.nitro.NitroDocument;
import dev.sealwright.attestation.nitro.NitroVerifier;
import dev.sealwright.attestation.pki.Authority;
import dev.sealwright.attestation.pki.Fast;
import dev.sealwright.attestation.pki.Nitro;
import dev.sealwright.attestation.verify.Authentic;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.cbor.CborValue;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Map;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** An enclave, a verifier, and an attacker between them, each a TLS 1.3 end of its own. */
class RelayTest {
    private static final VerificationInstant NOW =
            VerificationInstant.parse("2026-06-01T00:00:00Z");
    private static final Nitro HYPERVISOR = new Nitro();
    private static final KeyPair ENCLAVE_KEY = Authority.p256("enclave tls");

    @AutoClose private final Listener enclave = new Listener(RelayTest::attest);

    @Test
    void aVerifierTakesTheEvidenceOfTheEnclaveItIsConnectedTo() {
        assertThat(evidenceIsForThisConnection(enclave.port())).isTrue();
    }

    @Test
    void whoOnlyForwardsBytesIsNoRelay() {
        try (Listener forwarder = new Listener(socket -> forward(socket, enclave.port()))) {
            assertThat(evidenceIsForThisConnection(forwarder.port())).isTrue();
        }
    }

    @Test
    void evidenceRelayedByWhoEndsTlsUnderHisOwnKeyIsNotTaken() {
        KeyPair own = Authority.p256("attacker tls");
        try (Listener relay = new Listener(socket -> relay(socket, own, enclave.port()))) {
            assertThat(evidenceIsForThisConnection(relay.port())).isFalse();
        }
    }

    /** The enclave's key leaked: evidence inside the handshake would have been taken. */
    @Test
    void evidenceRelayedUnderTheEnclavesOwnKeyIsNotTaken() {
        try (Listener relay = new Listener(socket -> relay(socket, ENCLAVE_KEY, enclave.port()))) {
            assertThat(evidenceIsForThisConnection(relay.port())).isFalse();
        }
    }

    @Test
    void evidenceRecordedOnThisVeryConnectionIsNotTakenForTheNextNonce() throws IOException {
        try (SSLSocket client = connect(enclave.port())) {
            Nonce first = Nonce.draw(new SecureRandom());
            Nonce second = Nonce.draw(new SecureRandom());
            Authentic<NitroClaims> recorded = asked(client, first);
            AttestedChannel channel = AttestedChannel.verifying(session(client));
            assertThat(channel.binding(first).isCarriedBy(recorded)).isTrue();
            assertThat(channel.binding(second).isCarriedBy(recorded)).isFalse();
        }
    }

    @Test
    void bothEnginesOfAConnectionComeToTheSameBinding() {
        EnginePair own = EnginePair.handshaken(ENCLAVE_KEY);
        EnginePair other = EnginePair.handshaken(ENCLAVE_KEY);
        Nonce nonce = Nonce.draw(new SecureRandom());
        EvidenceBinding binding = AttestedChannel.attesting(own.server()).binding(nonce);
        assertThat(AttestedChannel.verifying(own.client()).binding(nonce)).isEqualTo(binding);
        assertThat(AttestedChannel.verifying(other.client()).binding(nonce)).isNotEqualTo(binding);
    }

    /** The verifier. */
    private static boolean evidenceIsForThisConnection(int port) {
        try (SSLSocket client = connect(port)) {
            Nonce nonce = Nonce.draw(new SecureRandom());
            Authentic<NitroClaims> evidence = asked(client, nonce);
            return AttestedChannel.verifying(session(client)).binding(nonce).isCarriedBy(evidence);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Authentic<NitroClaims> asked(SSLSocket client, Nonce nonce) throws IOException {
        client.getOutputStream().write(nonce.value().toArray());
        Bytes document = document(client.getInputStream());
        return authentic(
                NitroVerifier.trusting(HYPERVISOR.root().asRoot(), Fast.SIGNATURES)
                        .verify(NitroDocument.parse(document), NOW));
    }

    /** The enclave: fresh evidence for each nonce, bound to the connection it came by. */
    private static void attest(Socket plain) throws IOException {
        try (SSLSocket tls = TlsPair.serving(plain, ENCLAVE_KEY)) {
            while (true) {
                byte[] nonce = tls.getInputStream().readNBytes(32);
                if (nonce.length < 32) {
                    return;
                }
                EvidenceBinding binding =
                        AttestedChannel.attesting(session(tls)).binding(new Nonce(Bytes.of(nonce)));
                send(
                        HYPERVISOR.document(Map.of("user_data", CborValue.of(binding.hash()))),
                        tls.getOutputStream());
            }
        }
    }

    /** The attacker: TLS ends here, under a key of his choice; nonce and evidence are passed on. */
    private static void relay(Socket plain, KeyPair key, int enclave) throws IOException {
        try (SSLSocket victim = TlsPair.serving(plain, key);
                SSLSocket genuine = connect(enclave)) {
            genuine.getOutputStream().write(victim.getInputStream().readNBytes(32));
            send(document(genuine.getInputStream()), victim.getOutputStream());
        }
    }

    private static void forward(Socket from, int port) throws IOException {
        try (Socket to = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread back = Thread.ofVirtual().start(() -> copy(to, from));
            copy(from, to);
            back.interrupt();
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException closed) {
            // One end is done.
        }
    }

    private static SSLSocket connect(int port) throws IOException {
        return TlsPair.connected(port);
    }

    private static ExtendedSSLSession session(SSLSocket socket) {
        return (ExtendedSSLSession) socket.getSession();
    }

    private static void send(Bytes document, OutputStream to) throws IOException {
        DataOutputStream out = new DataOutputStream(to);
        out.writeInt(document.size());
        out.write(document.toArray());
        out.flush();
    }

    private static Bytes document(InputStream from) throws IOException {
        DataInputStream in = new DataInputStream(from);
        return Bytes.of(in.readNBytes(in.readInt()));
    }

    /** Accepts until closed; each connection on a thread of its own. */
    private static final class Listener implements AutoCloseable {
        private final ServerSocket socket;

        interface Serving {
            void serve(Socket socket) throws IOException;
        }

        Listener(Serving serving) {
            try {
                socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            Thread.ofVirtual().start(() -> accept(serving));
        }

        int port() {
            return socket.getLocalPort();
        }

        private void accept(Serving serving) {
            while (!socket.isClosed()) {
                try {
                    Socket accepted = socket.accept();
                    Thread.ofVirtual().start(() -> serve(serving, accepted));
                } catch (IOException closed) {
                    return;
                }
            }
        }

        private static void serve(Serving serving, Socket accepted) {
            try (accepted) {
                serving.serve(accepted);
            } catch (IOException gone) {
                // The other end left, or refused the handshake; it says so itself.
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
