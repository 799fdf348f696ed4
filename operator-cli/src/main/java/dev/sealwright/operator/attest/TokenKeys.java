package dev.sealwright.operator.attest;

import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.maa.JsonWebKeys;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys of the one issuer of tokens that a command line can name. */
final class TokenKeys {
    private TokenKeys() {}

    static Map<String, JsonWebKeys> of(@Nullable String issuer, Collateral collateral) {
        if (issuer == null) {
            return Map.of();
        }
        if (collateral.tokenKeys().size() != 1) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--issuer needs exactly one JWK set", "give it by --with FILE");
        }
        return Map.of(issuer, collateral.tokenKeys().getFirst());
    }
}
