package dev.sealwright.attestation.collateral;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * One piece of collateral.
 *
 * @param name of its file in the folder
 * @param sources asked in turn until one has it
 * @param chainHeader in which the service answers the chain of who signed the piece, as
 *     percent-encoded PEM
 * @param issuer whose token keys it holds
 */
record Wanted(
        String name, List<URI> sources, Optional<String> chainHeader, Optional<String> issuer) {
    Wanted {
        sources = List.copyOf(sources);
    }

    static Wanted of(String name, URI... sources) {
        return new Wanted(name, List.of(sources), Optional.empty(), Optional.empty());
    }

    static Wanted signed(String name, URI source, String chainHeader) {
        return new Wanted(name, List.of(source), Optional.of(chainHeader), Optional.empty());
    }

    static Wanted tokenKeys(String name, URI source, String issuer) {
        return new Wanted(name, List.of(source), Optional.empty(), Optional.of(issuer));
    }
}
