package dev.sealwright.keyservice.backend;

import java.util.List;
import java.util.Map;

/**
 * What was found out about the open token.
 *
 * @param profile name of the vendor's profile that it is used by
 * @param title of that profile, for people
 * @param standing what keeps the keys, by that profile
 * @param tokenMakesNonces whether AES-GCM nonces are made by the token
 * @param findings of every algorithm
 * @param remarks what is known of the vendor's module, and where this one was found to differ; a
 *     sentence each
 */
public record TokenReport(
        String profile,
        String title,
        Standing standing,
        boolean tokenMakesNonces,
        Map<KeyAlgorithm, Finding> findings,
        List<String> remarks) {

    /** Whether keys of an algorithm can be made and used. */
    public sealed interface Finding {
        /**
         * They can.
         *
         * @param tried whether a key that went with its session was made and used, rather than the
         *     mechanisms only listed
         */
        record Available(boolean tried) implements Finding {}

        /**
         * They can, by something else than the standard's mechanism.
         *
         * @param by what does its work
         */
        record Replaced(String by, boolean tried) implements Finding {}

        /**
         * They cannot.
         *
         * @param why what is not offered, or how it failed
         */
        record Missing(String why) implements Finding {}

        default boolean works() {
            return !(this instanceof Missing);
        }
    }

    public TokenReport {
        findings = Map.copyOf(findings);
        remarks = List.copyOf(remarks);
    }

    /** The same with other findings. */
    public TokenReport with(Map<KeyAlgorithm, Finding> others) {
        return new TokenReport(profile, title, standing, tokenMakesNonces, others, remarks);
    }

    /** What was found of the algorithm. */
    public Finding of(KeyAlgorithm algorithm) {
        return findings.getOrDefault(algorithm, new Finding.Missing("nobody looked for it"));
    }
}
