package dev.sealwright.controlplane.problem;

import io.micronaut.http.HttpStatus;

/** Every kind of problem the API answers with; {@code urn:sealwright:problem:<slug>}. */
public enum ProblemKind {
    MALFORMED_JSON(HttpStatus.BAD_REQUEST, "malformed-json", "The body is not JSON"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "unauthenticated", "Authentication is needed"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "forbidden", "The caller may not do this"),
    PROOF_INVALID(HttpStatus.FORBIDDEN, "proof-invalid", "The proof does not hold"),
    HOST_REVOKED(HttpStatus.FORBIDDEN, "host-revoked", "The host is revoked or quarantined"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "not-found", "There is no such thing"),
    METHOD_NOT_ALLOWED(
            HttpStatus.METHOD_NOT_ALLOWED, "method-not-allowed", "The method is not allowed here"),
    CONFLICT(HttpStatus.CONFLICT, "conflict", "The request conflicts with what exists"),
    REQUEST_UNDER_WAY(
            HttpStatus.CONFLICT, "request-under-way", "The same request is being worked on"),
    KEY_INACTIVE(HttpStatus.CONFLICT, "key-inactive", "The key does not sign now"),
    SECRET_DESTROYED(HttpStatus.GONE, "secret-destroyed", "The version was destroyed"),
    SECRET_TOO_LARGE(
            HttpStatus.REQUEST_ENTITY_TOO_LARGE, "secret-too-large", "The value is too large"),
    BODY_DAMAGED(
            HttpStatus.BAD_REQUEST, "body-damaged", "The body is not the one that was announced"),
    SECRET_DAMAGED(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "secret-damaged",
            "What is stored is not what was sealed"),
    NOT_OFFERED(HttpStatus.NOT_IMPLEMENTED, "not-offered", "The HSM does not offer this algorithm"),
    TOKEN_FULL(HttpStatus.INSUFFICIENT_STORAGE, "token-full", "The HSM has no room"),
    BOOTSTRAP_SPENT(HttpStatus.GONE, "bootstrap-spent", "The bootstrap was used"),
    BOOTSTRAP_EXPIRED(HttpStatus.GONE, "bootstrap-expired", "The bootstrap is outside its time"),
    ENTRY_PRUNED(HttpStatus.GONE, "entry-pruned", "Retention took the entry's bytes"),
    PRECONDITION_FAILED(
            HttpStatus.PRECONDITION_FAILED,
            "precondition-failed",
            "The precondition does not hold"),
    TOO_LARGE(HttpStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", "The request is too large"),
    HEADERS_TOO_LARGE(
            HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
            "headers-too-large",
            "The request's headers are too large"),
    UNSUPPORTED_MEDIA_TYPE(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
            "The media type is not understood"),
    INVALID_REQUEST(
            HttpStatus.UNPROCESSABLE_ENTITY, "invalid-request", "The request breaks the schema"),
    AWAITING_APPROVAL(
            HttpStatus.LOCKED,
            "awaiting-approval",
            "An authority key of the organisation must approve this"),
    IDEMPOTENCY_KEY_REUSED(
            HttpStatus.UNPROCESSABLE_ENTITY,
            "idempotency-key-reused",
            "The idempotency key was used for another request"),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "too-many-requests", "Too many requests"),
    INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "internal", "Something went wrong in the service"),
    HSM_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE, "hsm-unavailable", "The key service does not answer"),
    MEMBER_AWAY(
            HttpStatus.SERVICE_UNAVAILABLE, "member-away", "The member that has the key is away"),
    DATABASE_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE, "database-unavailable", "The database does not answer"),
    LOG_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE, "log-unavailable", "The log cannot take entries now");

    private final HttpStatus status;
    private final String slug;
    private final String title;

    ProblemKind(HttpStatus status, String slug, String title) {
        this.status = status;
        this.slug = slug;
        this.title = title;
    }

    public HttpStatus status() {
        return status;
    }

    public String slug() {
        return slug;
    }

    public String title() {
        return title;
    }

    public String type() {
        return "urn:sealwright:problem:" + slug;
    }
}
