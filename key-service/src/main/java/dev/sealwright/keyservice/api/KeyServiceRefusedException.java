package dev.sealwright.keyservice.api;

/** The call broke a rule. The detail is at most 200 characters and holds nothing secret. */
public final class KeyServiceRefusedException extends RuntimeException {
    private final RefusalCode code;
    private final String detail;

    public KeyServiceRefusedException(RefusalCode code, String detail) {
        super(code.text() + ": " + detail);
        this.code = code;
        this.detail = detail;
    }

    public RefusalCode code() {
        return code;
    }

    public String detail() {
        return detail;
    }
}
