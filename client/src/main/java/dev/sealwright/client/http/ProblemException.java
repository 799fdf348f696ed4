package dev.sealwright.client.http;

import java.time.Duration;
import java.util.Optional;

/**
 * The service answered with a problem (RFC 9457). All texts come from elsewhere and have been made
 * safe to show.
 */
public final class ProblemException extends RuntimeException {
    private final int status;
    private final Problem problem;
    private final Optional<Duration> retryAfter;
    private final String traceId;

    ProblemException(int status, Problem problem, Optional<Duration> retryAfter, String traceId) {
        super(problem.title() + ": " + problem.detail());
        this.status = status;
        this.problem = problem;
        this.retryAfter = retryAfter;
        this.traceId = traceId;
    }

    /** What the service's log knows the request by, together with others of the same run. */
    public String traceId() {
        return traceId;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** What stands behind {@code urn:sealwright:problem:}, or {@code unknown}. */
    public String slug() {
        return problem.slug();
    }

    public Problem problem() {
        return problem;
    }

    public boolean is(String slug) {
        return problem.slug().equals(slug);
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** Whether the same request may succeed later. */
    public boolean isTemporary() {
        return status == 429 || status == 502 || status == 503 || status == 504;
    }
}
