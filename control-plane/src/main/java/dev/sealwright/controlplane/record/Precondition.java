package dev.sealwright.controlplane.record;

import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.controlplane.problem.ProblemKind;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.util.Arrays;
import java.util.Optional;

/**
 * {@code If-Match} and {@code If-None-Match} of a write (RFC 9110 section 13.1). Weak tags match
 * nothing.
 *
 * @param ifMatch the header's value
 * @param ifNoneMatch the header's value
 */
public record Precondition(Optional<String> ifMatch, Optional<String> ifNoneMatch) {
    public static final Precondition NONE = new Precondition(Optional.empty(), Optional.empty());

    public static Precondition of(HttpRequest<?> request) {
        return new Precondition(
                request.getHeaders().findFirst(HttpHeaders.IF_MATCH),
                request.getHeaders().findFirst(HttpHeaders.IF_NONE_MATCH));
    }

    /** Holds against the present entity tag, which is absent when nothing is there. */
    public void require(Optional<String> present) {
        boolean matches = ifMatch.map(wanted -> lists(wanted, present)).orElse(true);
        boolean excluded = ifNoneMatch.map(unwanted -> lists(unwanted, present)).orElse(false);
        if (!matches || excluded) {
            throw ProblemException.of(
                    ProblemKind.PRECONDITION_FAILED,
                    present.map(tag -> "The present entity tag is " + tag + ".")
                            .orElse("There is nothing by that name."));
        }
    }

    private static boolean lists(String header, Optional<String> present) {
        return present.filter(
                        tag ->
                                header.strip().equals("*")
                                        || Arrays.stream(header.split(",", -1))
                                                .map(String::strip)
                                                .anyMatch(tag::equals))
                .isPresent();
    }
}
