package dev.sealwright.keyservice.wire;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.cbor.CborValue;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Speaks to a server in frames, and in bytes that are none. */
final class RawClient implements AutoCloseable {
    private final Link link;
    private final FrameReader reader;

    private RawClient(Link link) {
        this.link = link;
        this.reader = new FrameReader(link.in());
    }

    static RawClient connected(Path socket) throws IOException {
        return new RawClient(new UnixConnector(socket).connect());
    }

    static RawClient greeted(Path socket) throws IOException {
        RawClient client = connected(socket);
        client.send(Hello.ours().frame());
        if (!client.next().map(Hello::of).equals(Optional.of(Hello.ours()))) {
            throw new IOException("not greeted");
        }
        return client;
    }

    void send(Frame frame) throws IOException {
        send(bytes(frame));
    }

    void send(Bytes bytes) throws IOException {
        link.out().write(bytes.toArray());
        link.out().flush();
    }

    void request(int code, long id, CborValue question) throws IOException {
        send(new Frame(code, id, new Request(Duration.ofSeconds(10), question).encode()));
    }

    /** What the server sends next; empty when it has ended the connection. */
    Optional<Frame> next() {
        try {
            return reader.next();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Sends no more, and waits until the server has ended the connection. */
    void end() throws IOException {
        ((SocketChannel) link.resource()).shutdownOutput();
        Optional<Frame> answer = next();
        while (answer.isPresent()) {
            answer = next();
        }
    }

    static Bytes bytes(Frame frame) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            frame.writeTo(new DataOutputStream(out));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return Bytes.of(out.toByteArray());
    }

    @Override
    public void close() throws IOException {
        link.close();
    }
}
