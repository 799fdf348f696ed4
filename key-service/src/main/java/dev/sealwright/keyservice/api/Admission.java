package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.Objects;

/** What became of one leaf that asked for admission. */
public sealed interface Admission {

    /** The leaf may be appended; {@code leafHash} is its RFC 9162 leaf hash, 32 bytes. */
    record Admitted(Bytes leafHash) implements Admission {
        public Admitted {
            Objects.requireNonNull(leafHash);
        }
    }

    /**
     * The leaf gets no index. {@code detail} is at most 200 characters and holds nothing secret.
     */
    record Refused(RefusalCode code, String detail) implements Admission {
        public Refused {
            Objects.requireNonNull(code);
            Objects.requireNonNull(detail);
        }

        /** Refused for its form, in the words of the parser. */
        public static Refused malformed(MalformedException e) {
            return new Refused(
                    RefusalCode.MALFORMED, Objects.requireNonNullElse(e.getMessage(), ""));
        }
    }
}
