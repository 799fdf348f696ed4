package dev.sealwright.attestation.cmw;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A conceptual message with its type, or a collection of labelled ones. Nothing in it protects it:
 * what is inside must be signed. Labels are texts; the integer labels of the CBOR form are refused.
 */
public sealed interface Cmw {
    /** Largest wrapper. */
    int MAX_SIZE = 4 * 1024 * 1024;

    /** Collections within collections. */
    int MAX_DEPTH = 4;

    int MAX_MEMBERS = 256;

    /** What the type of a collection is called among its labels. */
    String COLLECTION_TYPE = "__cmwc_t";

    /**
     * One message.
     *
     * @param indicators what it is; empty if its type says it
     */
    record Message(Type type, Bytes value, Set<Indicator> indicators) implements Cmw {
        public Message {
            indicators =
                    indicators.isEmpty()
                            ? Set.of()
                            : Collections.unmodifiableSet(EnumSet.copyOf(indicators));
        }

        public static Message of(String mediaType, Bytes value, Indicator indicator) {
            return new Message(new Type.Media(mediaType), value, Set.of(indicator));
        }
    }

    /**
     * Several, at least one.
     *
     * @param type an absolute URI or an object identifier
     */
    record Collection(Optional<String> type, SequencedMap<String, Cmw> members) implements Cmw {
        public Collection {
            members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
            if (members.isEmpty() || members.size() > MAX_MEMBERS) {
                throw new MalformedException("a CMW collection that is empty or too large");
            }
            if (members.containsKey(COLLECTION_TYPE)) {
                throw new MalformedException("a CMW label that is reserved");
            }
        }
    }

    /** What a value is: a media type (RFC 6838), or in CBOR also a CoAP content format. */
    sealed interface Type {
        record Media(String name) implements Type {
            private static final Pattern SHAPE =
                    Pattern.compile(
                            "[A-Za-z0-9!#$&^_.+-]{1,100}/[A-Za-z0-9!#$&^_.+-]{1,100}(;[ -~]{1,200})?");

            public Media {
                if (!SHAPE.matcher(name).matches()) {
                    throw new MalformedException("a CMW type that is no media type");
                }
            }
        }

        record ContentFormat(int number) implements Type {
            public ContentFormat {
                if (number < 0 || number > 0xffff) {
                    throw new MalformedException("a CMW content format that is none");
                }
            }
        }
    }
}
