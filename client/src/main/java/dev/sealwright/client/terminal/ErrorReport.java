package dev.sealwright.client.terminal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.http.ProblemException;
import dev.sealwright.client.http.UnreachableException;
import dev.sealwright.client.json.Json;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import java.util.List;
import java.util.Optional;

/** What went wrong, as a person reads it: what happened and why, what to do. */
record ErrorReport(
        ExitCode code, String what, List<String> more, String remedy, Optional<String> slug) {
    static ErrorReport of(Exception e) {
        return switch (e) {
            case CommandFailure f -> of(f.code(), message(f), f.remedy());
            case ProblemException p -> problem(p);
            case UnreachableException u -> of(ExitCode.UNAVAILABLE, message(u), unreachable(u));
            case VerificationException v ->
                    of(
                            ExitCode.REFUSED,
                            "not verified: " + message(v),
                            "trust nothing of it; find out where it came from");
            case MalformedException m ->
                    of(
                            ExitCode.MALFORMED,
                            "malformed: " + message(m),
                            "check that it was copied whole and is what is expected here");
            default ->
                    of(
                            ExitCode.INTERNAL,
                            "a defect of this program: " + e.getClass().getName(),
                            "report it with the command and this line; nothing is lost");
        };
    }

    String text(String program) {
        var text = new StringBuilder(program + ": " + what);
        more.forEach(line -> text.append("\n      ").append(line));
        return text.append("\n  do: ").append(remedy).toString();
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("error", what).put("remedy", remedy);
        slug.ifPresent(name -> json.put("problem", name));
        if (!more.isEmpty()) {
            more.forEach(json.putArray("details")::add);
        }
        return json.put("exit_code", code.number());
    }

    private static ErrorReport of(ExitCode code, String what, String remedy) {
        return new ErrorReport(code, what, List.of(), remedy, Optional.empty());
    }

    private static ErrorReport problem(ProblemException e) {
        String request = e.problem().requestId();
        return new ErrorReport(
                e.isTemporary() ? ExitCode.UNAVAILABLE : ExitCode.REFUSED,
                message(e)
                        + " ("
                        + (request.isEmpty() ? "" : "request " + request + ", ")
                        + "trace "
                        + e.traceId()
                        + ")",
                e.problem().errors(),
                Remedies.of(e.slug()),
                Optional.of(e.slug()));
    }

    private static String unreachable(UnreachableException e) {
        return switch (e.kind()) {
            case NO_ANSWER ->
                    "check the address, the network and that the service runs; then try again";
            case UNTRUSTED ->
                    "nothing was sent; check the address, and that the root fingerprint is the one"
                            + " your security team published";
            case TURNED_AWAY ->
                    "check this host's clock and the time of its certificate; enrol again if that"
                            + " is over";
        };
    }

    private static String message(Exception e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
