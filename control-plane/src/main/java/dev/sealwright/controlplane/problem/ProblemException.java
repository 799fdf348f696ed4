package dev.sealwright.controlplane.problem;

import dev.sealwright.controlplane.problem.Problem.FieldError;
import java.util.List;
import java.util.Map;

/**
 * Ends a request with a problem document. Its texts go to the caller: no secret belongs in them.
 */
public final class ProblemException extends RuntimeException {
    private final ProblemKind kind;
    private final transient List<FieldError> errors;
    private final transient Map<String, String> headers;

    private ProblemException(
            ProblemKind kind, String detail, List<FieldError> errors, Map<String, String> headers) {
        super(detail);
        this.kind = kind;
        this.errors = List.copyOf(errors);
        this.headers = Map.copyOf(headers);
    }

    public static ProblemException of(ProblemKind kind, String detail) {
        return new ProblemException(kind, detail, List.of(), Map.of());
    }

    /**
     * The one answer for an unknown organisation, one the caller is no member of, and any absent
     * thing.
     */
    public static ProblemException notFound() {
        return of(ProblemKind.NOT_FOUND, "Nothing here by that name that the caller can see.");
    }

    public static ProblemException invalid(String pointer, String message) {
        return new ProblemException(
                ProblemKind.INVALID_REQUEST,
                message,
                List.of(new FieldError(pointer, message)),
                Map.of());
    }

    static ProblemException invalid(List<FieldError> errors) {
        String detail = errors.isEmpty() ? "" : errors.getFirst().message();
        return new ProblemException(ProblemKind.INVALID_REQUEST, detail, errors, Map.of());
    }

    public static ProblemException conflict(String detail) {
        return of(ProblemKind.CONFLICT, detail);
    }

    public static ProblemException forbidden(String detail) {
        return of(ProblemKind.FORBIDDEN, detail);
    }

    public static ProblemException unauthenticated(String detail) {
        return new ProblemException(
                ProblemKind.UNAUTHENTICATED,
                detail,
                List.of(),
                Map.of("WWW-Authenticate", "Bearer realm=\"sealwright\""));
    }

    /** A 503 or 429 that says in how many whole seconds to come back. */
    public static ProblemException retryLater(ProblemKind kind, String detail, long seconds) {
        return new ProblemException(
                kind, detail, List.of(), Map.of("Retry-After", Long.toString(seconds)));
    }

    /**
     * A 423: the change takes effect once an authority key has signed.
     *
     * @param approval path of what waits for the signature
     */
    public static ProblemException awaitingApproval(String approval) {
        return new ProblemException(
                ProblemKind.AWAITING_APPROVAL,
                "Nothing took effect yet. An authority key of the organisation has to sign "
                        + approval
                        + "; then send this again.",
                List.of(),
                Map.of("Location", approval, "Retry-After", "15"));
    }

    public ProblemKind kind() {
        return kind;
    }

    public String detail() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    public List<FieldError> errors() {
        return errors;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
