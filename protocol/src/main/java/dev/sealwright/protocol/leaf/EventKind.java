package dev.sealwright.protocol.leaf;

import dev.sealwright.protocol.MalformedException;

/** What an event leaf may say happened. */
public enum EventKind {
    ACCESS_AUTHENTICATED("access.authenticated"),
    ACCESS_REFUSED("access.refused"),
    API_KEY_USED("api-key.used"),
    BOOTSTRAP_BURNED("bootstrap.burned"),
    BOOTSTRAP_CONTESTED("bootstrap.contested"),
    BOOTSTRAP_REFUSED("bootstrap.refused"),
    BOOTSTRAP_EXPIRED("bootstrap.expired"),
    ENROLMENT_REFUSED("enrolment.refused"),
    HOST_ENROLLED("host.enrolled"),
    HOST_QUARANTINED("host.quarantined"),
    HOST_RELEASED("host.released"),
    HOST_REFUSED("host.refused"),
    HOST_REPORTED("host.reported"),
    RENEWAL_REFUSED("renewal.refused"),
    APPROVAL_REQUESTED("approval.requested"),
    APPROVAL_REJECTED("approval.rejected"),
    APPROVAL_EXPIRED("approval.expired"),
    POLICY_REFUSED("policy.refused"),
    POLICY_DELIVERED("policy.delivered"),
    SECRET_REFUSED("secret.refused"),
    KEY_REFUSED("key.refused"),
    LOG_REFUSED("log.refused"),
    HSM_UNAVAILABLE("hsm.unavailable"),
    HSM_RECOVERED("hsm.recovered"),
    RETENTION_PRUNED("retention.pruned"),
    SERVER_STARTED("server.started"),
    SERVER_STOPPED("server.stopped"),
    /** A voter of the log did not remember what it had signed, and never signs again. */
    VOTER_LOST("voter.lost"),
    /** Anchors took the place of others within the epoch. */
    ANCHORS_REPLACED("anchors.replaced"),
    /** A member was given what others had sealed while it was away. */
    MEMBER_COMPLETED("member.completed"),
    /** A witness has seen another history of this log than the one it is shown. */
    WITNESS_FORK("witness.fork");

    private final String text;

    EventKind(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public static EventKind of(String text) {
        for (EventKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw new MalformedException("an event of an unknown kind");
    }
}
