package dev.sealwright.controlplane.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * An RFC 9457 problem document.
 *
 * @param type {@code urn:sealwright:problem:<slug>}
 * @param detail what happened, at most 200 characters; empty when the title says it all
 * @param requestId the {@code Sealwright-Request-Id} of the same answer
 * @param errors for {@code invalid-request}: where in the body, and what is wrong there
 */
@Serdeable
@Schema(name = "Problem")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String requestId,
        List<FieldError> errors) {

    private static final int MAX_TEXT = 200;

    public Problem {
        detail = shortened(detail);
        errors = List.copyOf(errors);
    }

    static Problem of(ProblemKind kind, String detail, String requestId, List<FieldError> errors) {
        return new Problem(
                kind.type(), kind.title(), kind.status().getCode(), detail, requestId, errors);
    }

    static String shortened(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
    }

    /**
     * One thing wrong with a request.
     *
     * @param pointer an RFC 6901 JSON pointer into the body, or the name of a query parameter
     */
    @Serdeable
    @Schema(name = "FieldError")
    public record FieldError(String pointer, String message) {
        public FieldError {
            pointer = shortened(pointer);
            message = shortened(message);
        }
    }
}
