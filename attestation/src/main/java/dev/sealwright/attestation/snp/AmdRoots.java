package dev.sealwright.attestation.snp;

import dev.sealwright.attestation.x509.PinnedRoots;

/** AMD's root keys (ARK) of Milan, Genoa and Turin. */
public final class AmdRoots {
    public static final PinnedRoots PRODUCTION =
            PinnedRoots.of(
                    "69d063b45344d26a2e94e1f4210de49ef555308287d4c174445c95639a540bcd",
                    "4c6598d19c18719c5dfd4a7d335f674e5bfe1d8f800cea2cf270c10d103db2f1",
                    "1f084161a44bb6d93778a904877d4819cafa5d05ef4193b2ded9dd9c73dd3f6a");

    private AmdRoots() {}
}
