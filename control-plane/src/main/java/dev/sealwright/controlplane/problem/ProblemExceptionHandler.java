package dev.sealwright.controlplane.problem;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers with the problem that a resource threw. */
@Singleton
final class ProblemExceptionHandler
        implements ExceptionHandler<ProblemException, MutableHttpResponse<Problem>> {
    private final ProblemResponses responses;

    ProblemExceptionHandler(ProblemResponses responses) {
        this.responses = responses;
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface's own shape
    public MutableHttpResponse<Problem> handle(HttpRequest request, ProblemException problem) {
        return responses.answer(request, problem);
    }
}
