package dev.sealwright.protocol.token;

import java.util.List;
import java.util.Optional;

/** Whether a token allows a request. */
public sealed interface TokenVerdict {
    /**
     * It does. Where a layer has a budget, the request must be booked before it is carried out, see
     * {@link BudgetBook#book}.
     */
    record Allowed(AuthenticToken token, CapabilityRequest request) implements TokenVerdict {}

    /**
     * It does not.
     *
     * @param token if it is one
     * @param denials everything that stands against it; one alone where it is no token
     */
    record Refused(Optional<AuthenticToken> token, List<Denial> denials) implements TokenVerdict {
        public Refused {
            denials = List.copyOf(denials);
        }
    }
}
