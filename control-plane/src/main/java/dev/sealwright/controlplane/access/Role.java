package dev.sealwright.controlplane.access;

/**
 * What a user is in an organisation. {@code PLATFORM} in the org {@code platform} acts in every
 * org.
 */
public enum Role {
    /** Runs as an agent: its own identity only. */
    AGENT,
    /** Writes policies and sandbox specs, mints bootstraps, sees hosts. */
    DEVELOPER,
    /** All of that, users, role bindings, API keys and revocation. */
    ADMIN,
    /** Reads everything, writes nothing. */
    AUDITOR,
    /** Runs the service: organisations themselves. */
    PLATFORM
}
