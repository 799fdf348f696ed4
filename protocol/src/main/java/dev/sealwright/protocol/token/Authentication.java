package dev.sealwright.protocol.token;

/** Whether something is a token at all. */
public sealed interface Authentication permits AuthenticToken, Authentication.NotAuthentic {
    /** It is none. */
    record NotAuthentic(Denial denial) implements Authentication {}
}
