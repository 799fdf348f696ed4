package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborWriter;

/** What became of a request. Nothing else crosses the wire. */
sealed interface Reply {
    /** The operation's answer, encoded. */
    record Answered(Bytes answer) implements Reply {}

    record Refused(KeyServiceRefusedException refusal) implements Reply {}

    record Unavailable(String message) implements Reply {}

    default Frame frame(long id) {
        return switch (this) {
            case Answered(Bytes answer) -> new Frame(Kind.ANSWERED, id, answer);
            case Refused(KeyServiceRefusedException refusal) ->
                    new Frame(
                            Kind.REFUSED,
                            id,
                            CborWriter.encode(LogCodecs.refusal(refusal.code(), refusal.detail())));
            case Unavailable(String message) ->
                    new Frame(Kind.UNAVAILABLE, id, Codec.TEXT.bytes(message));
        };
    }

    static Reply of(Frame frame) {
        return switch (frame.kind()) {
            case Kind.ANSWERED -> new Answered(frame.body());
            case Kind.REFUSED ->
                    new Refused(LogCodecs.refusal(CborReader.strict(frame.body(), Frame.MAX_BODY)));
            case Kind.UNAVAILABLE -> new Unavailable(Codec.TEXT.parse(frame.body()));
            default -> throw new MalformedException("a frame that is no reply");
        };
    }

    /** The answer, or what stands in its place as the API says it. */
    default <A> A open(Codec<A> codec) {
        return switch (this) {
            case Answered(Bytes answer) -> codec.parse(answer);
            // Made anew, so that its stack is the caller's.
            case Refused(KeyServiceRefusedException refusal) ->
                    throw new KeyServiceRefusedException(refusal.code(), refusal.detail());
            case Unavailable(String message) -> throw new KeyServiceUnavailableException(message);
        };
    }
}
