package dev.sealwright.bench;

import java.io.IOException;

/**
 * Calls of one mechanism with one key, in C.
 *
 * @param key its label
 * @param mechanism as {@code hsm_limit} names it
 */
record CallsInC(BenchToken token, String key, String mechanism) {
    /** From as many threads as the load has sessions. */
    RawLimit asTheyCome(TokenLoad load) throws IOException {
        return RawLimit.calls(token.withSessions(load.sessions()), key, mechanism);
    }

    /** The same with the settings that the service has. */
    RawLimit asOurs(TokenLoad load) throws IOException {
        return RawLimit.callsAsOurs(token.withSessions(load.sessions()), key, mechanism);
    }
}
