package dev.sealwright.keyservice.wire;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborValue;
import java.util.List;

/**
 * The first frame of each side, id 0: {@code ["sealwright/key-service", versions]}. The client
 * names what it speaks, the server answers with the one version it chose, or with none and ends the
 * connection.
 */
record Hello(List<Long> versions) {
    static final long VERSION = 1;

    static final Codec<Hello> CODEC = new Codec<>(Hello::encode, Hello::decode);

    private static final String PROTOCOL = "sealwright/key-service";
    private static final int MAX_VERSIONS = 16;

    Hello {
        versions = List.copyOf(versions);
        if (versions.size() > MAX_VERSIONS) {
            throw new MalformedException("too many versions");
        }
    }

    static Hello ours() {
        return new Hello(List.of(VERSION));
    }

    /** What a server that speaks {@link #VERSION} answers. */
    Hello answer() {
        return versions.contains(VERSION) ? ours() : new Hello(List.of());
    }

    Frame frame() {
        return new Frame(Kind.HELLO, 0, CODEC.bytes(this));
    }

    static Hello of(Frame frame) {
        if (frame.kind() != Kind.HELLO || frame.id() != 0) {
            throw new MalformedException("a connection that does not begin with a greeting");
        }
        return CODEC.parse(frame.body());
    }

    private static CborValue encode(Hello hello) {
        return CborValue.array(
                CborValue.of(PROTOCOL),
                new CborValue.Array(hello.versions.stream().map(CborValue::of).toList()));
    }

    private static Hello decode(CborValue value) {
        List<CborValue> parts = value.asArray("a greeting", 2);
        if (!parts.get(0).asText("protocol").equals(PROTOCOL)) {
            throw new MalformedException("a greeting in another protocol");
        }
        return new Hello(
                parts.get(1).asArray("versions").stream()
                        .map(version -> version.asUint("version"))
                        .toList());
    }
}
