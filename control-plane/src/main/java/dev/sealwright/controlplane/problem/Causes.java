package dev.sealwright.controlplane.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import dev.sealwright.controlplane.log.LeafGoneException;
import dev.sealwright.controlplane.log.LeafRefusedException;
import dev.sealwright.controlplane.log.LogUnavailableException;
import dev.sealwright.controlplane.problem.Problem.FieldError;
import dev.sealwright.controlplane.storage.DatabaseUnavailableException;
import dev.sealwright.keyservice.api.KeyServiceRefusedException;
import dev.sealwright.keyservice.api.KeyServiceUnavailableException;
import dev.sealwright.keyservice.api.MemberAwayException;
import dev.sealwright.protocol.MalformedException;
import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.exceptions.BufferLengthExceededException;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.json.JsonSyntaxException;
import io.micronaut.serde.exceptions.SerdeException;
import io.micronaut.web.router.exceptions.UnsatisfiedRouteException;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import jakarta.validation.ConstraintViolationException;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which problem an exception, or a bare status of the server, stands for. */
final class Causes {
    private static final int RETRY_SECONDS = 2;

    private Causes() {}

    /**
     * The first exception of the chain that means something decides; without one, the status does.
     */
    static ProblemException explain(Throwable thrown, HttpStatus status) {
        Set<Throwable> seen = new HashSet<>();
        for (Throwable at = thrown; at != null && seen.add(at); at = at.getCause()) {
            ProblemException problem = explain(at);
            if (problem != null) {
                return problem;
            }
        }
        return explain(status);
    }

    private static @Nullable ProblemException explain(Throwable at) {
        return switch (at) {
            case ProblemException problem -> problem;
            case InputCoercionException coerced ->
                    ProblemException.invalid("", "a number is out of range");
            case JsonProcessingException syntax -> malformedJson();
            case JsonSyntaxException syntax -> malformedJson();
            case MalformedException malformed -> ProblemException.invalid("", message(malformed));
            case SerdeException schema -> schema(schema);
            case ConstraintViolationException violations -> violations(violations);
            case ConversionErrorException conversion -> conversion(conversion);
            case UnsatisfiedRouteException missing -> missing(missing);
            case ContentLengthExceededException large ->
                    explain(HttpStatus.REQUEST_ENTITY_TOO_LARGE);
            case BufferLengthExceededException large ->
                    explain(HttpStatus.REQUEST_ENTITY_TOO_LARGE);
            case TooLongHttpLineException line ->
                    ProblemException.of(
                            ProblemKind.TOO_LARGE, "A path with its query may have 4 KiB.");
            case TooLongHttpHeaderException headers ->
                    ProblemException.of(
                            ProblemKind.HEADERS_TOO_LARGE,
                            "A request's headers may have 16 KiB together.");
            case MemberAwayException away ->
                    later(ProblemKind.MEMBER_AWAY, String.valueOf(away.getMessage()));
            case KeyServiceUnavailableException hsm ->
                    later(ProblemKind.HSM_UNAVAILABLE, "The key service is being reached again.");
            case LogUnavailableException log ->
                    later(ProblemKind.LOG_UNAVAILABLE, "The log releases no entries now.");
            case LeafGoneException gone ->
                    ProblemException.of(
                            ProblemKind.ENTRY_PRUNED,
                            "Of entry "
                                    + gone.index()
                                    + " the log keeps the hash; GET /audit/proof proves it to who has"
                                    + " the bytes.");
            case LeafRefusedException refused -> refused(refused);
            case KeyServiceRefusedException refused -> refused(refused);
            case DatabaseUnavailableException database ->
                    later(ProblemKind.DATABASE_UNAVAILABLE, "The database does not answer.");
            case SQLException database ->
                    later(ProblemKind.DATABASE_UNAVAILABLE, "The database did not do its part.");
            default -> null;
        };
    }

    static ProblemException explain(HttpStatus status) {
        return switch (status) {
            case BAD_REQUEST, UNPROCESSABLE_ENTITY, NOT_ACCEPTABLE ->
                    ProblemException.of(
                            ProblemKind.INVALID_REQUEST, "The request could not be understood.");
            case UNAUTHORIZED -> ProblemException.unauthenticated("Send an API key.");
            case FORBIDDEN -> ProblemException.forbidden("");
            case NOT_FOUND -> ProblemException.notFound();
            case METHOD_NOT_ALLOWED -> ProblemException.of(ProblemKind.METHOD_NOT_ALLOWED, "");
            case REQUEST_ENTITY_TOO_LARGE ->
                    ProblemException.of(ProblemKind.TOO_LARGE, "A body may have 1 MiB.");
            case UNSUPPORTED_MEDIA_TYPE ->
                    ProblemException.of(
                            ProblemKind.UNSUPPORTED_MEDIA_TYPE, "Send application/json.");
            default -> ProblemException.of(ProblemKind.INTERNAL, "");
        };
    }

    private static ProblemException malformedJson() {
        return ProblemException.of(
                ProblemKind.MALFORMED_JSON, "The body is no JSON document of the allowed depth.");
    }

    private static @Nullable ProblemException schema(SerdeException schema) {
        if (hasSyntaxCause(schema)) {
            return null;
        }
        String pointer = JsonPointer.of(schema);
        if (schema.getCause() instanceof MalformedException malformed) {
            return ProblemException.invalid(pointer, message(malformed));
        }
        return ProblemException.invalid(pointer, SchemaMessage.of(schema));
    }

    private static boolean hasSyntaxCause(SerdeException schema) {
        return schema.getCause() instanceof JsonProcessingException
                || schema.getCause() instanceof JsonSyntaxException
                || schema.getCause() instanceof SerdeException;
    }

    private static ProblemException violations(ConstraintViolationException violations) {
        List<FieldError> errors =
                violations.getConstraintViolations().stream()
                        .map(
                                v ->
                                        new FieldError(
                                                JsonPointer.of(v.getPropertyPath()),
                                                v.getMessage()))
                        .sorted((a, b) -> a.pointer().compareTo(b.pointer()))
                        .toList();
        return ProblemException.invalid(errors);
    }

    private static ProblemException conversion(ConversionErrorException conversion) {
        Exception cause = conversion.getConversionError().getCause();
        ProblemException known = cause == null ? null : explain(cause);
        if (known != null) {
            return known;
        }
        String name = JsonPointer.snakeCase(conversion.getArgument().getName());
        return ProblemException.invalid(name, name + " has the wrong form");
    }

    private static ProblemException missing(UnsatisfiedRouteException missing) {
        String name = JsonPointer.snakeCase(missing.getArgument().getName());
        return ProblemException.invalid(name, name + " is missing");
    }

    private static ProblemException refused(LeafRefusedException refused) {
        return switch (refused.code()) {
            case QUOTA, OVERLOADED ->
                    later(ProblemKind.TOO_MANY_REQUESTS, "A quota of the key service is used up.");
            default ->
                    later(
                            ProblemKind.LOG_UNAVAILABLE,
                            "The key service refused the entry; ask again.");
        };
    }

    private static @Nullable ProblemException refused(KeyServiceRefusedException refused) {
        return switch (refused.code()) {
            case QUOTA, OVERLOADED ->
                    later(ProblemKind.TOO_MANY_REQUESTS, "A quota of the key service is used up.");
            case NO_ROOM ->
                    ProblemException.of(
                            ProblemKind.TOKEN_FULL,
                            "The HSM holds as many keys as it is configured for.");
            case NOT_OFFERED ->
                    ProblemException.of(
                            ProblemKind.NOT_OFFERED,
                            "This service's HSM makes no such keys, or its FIPS mode allows none;"
                                    + " GET /v1/hsm tells which it does.");
            case KEY_STATE ->
                    ProblemException.of(
                            ProblemKind.KEY_INACTIVE, "The log says that the key may not do this.");
            case CIPHERTEXT ->
                    ProblemException.of(
                            ProblemKind.SECRET_DAMAGED,
                            "The HSM does not recognise the ciphertext as its own.");
            default -> null;
        };
    }

    private static ProblemException later(ProblemKind kind, String detail) {
        return ProblemException.retryLater(kind, detail, RETRY_SECONDS);
    }

    private static String message(MalformedException malformed) {
        String message = malformed.getMessage();
        return message == null ? "malformed" : message;
    }
}
