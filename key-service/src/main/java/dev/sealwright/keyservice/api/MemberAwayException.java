package dev.sealwright.keyservice.api;

/**
 * What was asked for needs a key that lives on one member's token, and that member is away. Its
 * message names who is away; callers answer 503.
 */
public final class MemberAwayException extends KeyServiceUnavailableException {
    public MemberAwayException(String message) {
        super(message);
    }
}
