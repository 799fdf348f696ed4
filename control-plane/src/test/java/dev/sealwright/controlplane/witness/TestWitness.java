package dev.sealwright.controlplane.witness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.merkle.ConsistencyProof;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Cosignature;
import dev.sealwright.protocol.note.NoteAlgorithm;
import dev.sealwright.protocol.note.NoteKey;
import dev.sealwright.protocol.witness.AddCheckpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Optional;

/** A witness of one log that does as the specification says, until it is told to say otherwise. */
final class TestWitness implements AutoCloseable {
    private static final long TIME = 1_790_000_000L;

    private final String name;
    private final KeyPair pair;
    private final HttpServer server;
    private Checkpoint last = new Checkpoint("none", 0, TreeHash.EMPTY_ROOT);
    private Optional<Said> saying = Optional.empty();

    private record Said(int status, String body) {}

    TestWitness(String name) {
        try {
            this.name = name;
            this.pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            this.server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/w/add-checkpoint", this::handle);
        server.start();
    }

    NoteKey key() {
        Bytes raw = Ed25519.raw(Bytes.of(pair.getPublic().getEncoded()));
        return new NoteKey(name, NoteAlgorithm.COSIGNATURE_V1, raw);
    }

    /** Its line in a list of witnesses. */
    String line() {
        return "witness "
                + name
                + " "
                + key().vkey()
                + " http://localhost:"
                + server.getAddress().getPort()
                + "/w/";
    }

    synchronized Checkpoint last() {
        return last;
    }

    /** Goes back to an older state, as from a backup. */
    synchronized void restore(Checkpoint older) {
        last = older;
    }

    /** From now on it answers this, whatever it is asked. */
    synchronized void say(int status, String body) {
        saying = Optional.of(new Said(status, body));
    }

    /** From now on it does as the specification says. */
    synchronized void behave() {
        saying = Optional.empty();
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Said said = answer(AddCheckpoint.parse(new String(body, StandardCharsets.UTF_8)));
        byte[] bytes = said.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(said.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized Said answer(AddCheckpoint request) {
        return saying.orElseGet(() -> judge(request));
    }

    private Said judge(AddCheckpoint request) {
        Checkpoint next = request.checkpoint();
        if (request.oldSize() != last.size()
                || (next.size() == last.size() && !next.root().equals(last.root()))) {
            return new Said(409, last.size() + "\n");
        }
        if (!ConsistencyProof.verify(
                last.size(), last.root(), next.size(), next.root(), request.proof())) {
            return new Said(422, "");
        }
        last = next;
        return new Said(200, cosigned(request.note().text()) + "\n");
    }

    /** The line of its cosignature. */
    String cosigned(String text) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(Cosignature.message(text, TIME).toArray());
            return key().cosigned(TIME, Bytes.of(signature.sign())).line();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
