package dev.sealwright.controlplane.problem;

import dev.sealwright.controlplane.log.LeafGoneException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** What retention took is no failure of the service, and nothing to log. */
@Singleton
final class LeafGoneExceptionHandler
        implements ExceptionHandler<LeafGoneException, MutableHttpResponse<Problem>> {
    private final ProblemResponses responses;

    LeafGoneExceptionHandler(ProblemResponses responses) {
        this.responses = responses;
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface's own shape
    public MutableHttpResponse<Problem> handle(HttpRequest request, LeafGoneException gone) {
        return responses.answer(request, Causes.explain(gone, HttpStatus.GONE));
    }
}
