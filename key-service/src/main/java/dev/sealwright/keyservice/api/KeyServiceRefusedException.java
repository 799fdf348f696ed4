package dev.sealwright.keyservice.api;

import dev.sealwright.protocol.MalformedException;
import java.util.Objects;

/** The call broke a rule. The detail is at most 200 characters and holds nothing secret. */
public final class KeyServiceRefusedException extends RuntimeException {
    private final RefusalCode code;
    private final String detail;

    public KeyServiceRefusedException(RefusalCode code, String detail) {
        super(code.text() + ": " + detail);
        this.code = code;
        this.detail = detail;
    }

    /** Refused for the form of something given, in the words of its parser. */
    public static KeyServiceRefusedException malformed(MalformedException e) {
        return new KeyServiceRefusedException(
                RefusalCode.MALFORMED, Objects.requireNonNullElse(e.getMessage(), ""));
    }

    public RefusalCode code() {
        return code;
    }

    public String detail() {
        return detail;
    }
}
