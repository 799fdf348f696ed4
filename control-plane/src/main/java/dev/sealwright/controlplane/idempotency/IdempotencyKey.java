package dev.sealwright.controlplane.idempotency;

import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.cbor.CborValue;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Whose request it is, and what he calls it.
 *
 * @param org tag of the organisation that the request is about
 * @param caller who asks, in a form that no other caller has
 * @param text what the header says
 */
record IdempotencyKey(Bytes org, String caller, String text) {
    static final String HEADER = "Idempotency-Key";
    private static final Pattern FORM = Pattern.compile("[!-~]{1,255}");

    static IdempotencyKey of(Bytes org, String caller, List<String> header) {
        if (header.size() != 1 || !FORM.matcher(header.getFirst()).matches()) {
            throw ProblemException.invalid(
                    HEADER, "an idempotency key is 1 to 255 visible ASCII characters");
        }
        return new IdempotencyKey(org, caller, header.getFirst());
    }

    CborValue cbor() {
        return CborValue.array(CborValue.of(org), CborValue.of(caller), CborValue.of(text));
    }
}
