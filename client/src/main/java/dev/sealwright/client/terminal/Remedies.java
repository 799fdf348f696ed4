package dev.sealwright.client.terminal;

/** What to do about each problem the service answers with. */
final class Remedies {
    private Remedies() {}

    static String of(String slug) {
        return switch (slug) {
            case "unauthenticated" ->
                    "log in again with a key that is still valid: sealwright login";
            case "forbidden" -> "ask an administrator of the organisation for the role it names";
            case "not-found" -> "check the name, and that you are a member of the organisation";
            case "conflict" -> "remove or change what refers to it, or choose another name";
            case "precondition-failed" -> "read it again: someone changed it in between";
            case "bootstrap-spent" ->
                    "ask for a new enrolment URL; if you did not use this one, tell your security"
                            + " team at once";
            case "bootstrap-expired" -> "ask for a new enrolment URL and use it within its time";
            case "proof-invalid" -> "copy the enrolment URL again, whole, the part after # too";
            case "secret-destroyed" -> "use another version: sealwright secrets versions NAME";
            case "secret-too-large" -> "keep large things elsewhere, and their key here";
            case "secret-damaged" ->
                    "restore the database row from a backup, or recover it offline; somebody may"
                            + " have edited the database";
            case "token-full" -> "ask whoever runs the service to make room in the HSM";
            case "awaiting-approval" ->
                    "whoever holds an authority key: sealwright approvals show ID, then sign ID;"
                            + " or send it again with --authority-key FILE";
            case "host-revoked" -> "this host was shut out: talk to your security team";
            case "malformed-json", "invalid-request" -> "correct the input as the lines above say";
            case "body-damaged" -> "send it again";
            case "too-large" -> "send less at once";
            case "too-many-requests" -> "wait as long as it says, then try again";
            case "hsm-unavailable", "database-unavailable", "log-unavailable" ->
                    "nothing was changed; try again in a minute";
            default -> "try again; if it stays, report it with the request number";
        };
    }
}
