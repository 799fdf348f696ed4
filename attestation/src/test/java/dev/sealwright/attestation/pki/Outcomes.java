package dev.sealwright.attestation.pki;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.attestation.verify.Authentic;
import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Reason;
import dev.sealwright.attestation.verify.Refusal;
import dev.sealwright.attestation.verify.Rejected;
import dev.sealwright.attestation.verify.Verification;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.List;
import java.util.function.Function;

/** What tests ask of an outcome. */
public final class Outcomes {
    private Outcomes() {}

    public static <C extends Claims> Authentic<C> authentic(Verification<C> outcome) {
        assertThat(outcome).as("%s", outcome).isInstanceOf(Authentic.class);
        return (Authentic<C>) outcome;
    }

    public static List<Reason> reasons(Verification<?> outcome) {
        assertThat(outcome).as("%s", outcome).isInstanceOf(Rejected.class);
        return ((Rejected<?>) outcome).refusals().stream().map(Refusal::reason).toList();
    }

    /**
     * Flips one bit of every byte in turn. What is still accepted must claim the same, for some
     * bytes carry no meaning; and the unchanged document must be accepted.
     */
    public static void assertNoFlippedByteChangesClaims(
            Bytes document, Function<Bytes, Verification<?>> verifier) {
        String claims = claims(verifier.apply(document));
        byte[] bytes = document.toArray();
        for (int i = 0; i < bytes.length; i++) {
            int bit = 1 << i % 8;
            bytes[i] ^= (byte) bit;
            assertRefusedOrSame(Bytes.of(bytes), verifier, claims, i);
            bytes[i] ^= (byte) bit;
        }
    }

    private static void assertRefusedOrSame(
            Bytes mutant, Function<Bytes, Verification<?>> verifier, String claims, int at) {
        try {
            if (verifier.apply(mutant) instanceof Authentic<?> accepted) {
                assertThat(claims(accepted)).as("byte %d", at).isEqualTo(claims);
            }
        } catch (MalformedException refused) {
            assertThat(refused.getMessage()).hasSizeLessThanOrEqualTo(200);
        }
    }

    private static String claims(Verification<?> outcome) {
        assertThat(outcome).as("%s", outcome).isInstanceOf(Authentic.class);
        return ((Authentic<?>) outcome).claims().facts().toString();
    }
}
