package dev.sealwright.attestation.vtpm;

import dev.sealwright.attestation.crypto.SpkiKeys;
import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * A TPM quote as JSON: {@code ak_public} (DER) and {@code tpm_quote} {message, signature, pcrs};
 * the registers in hexadecimal, the rest in base64. Further members (an event log, say) are not
 * read.
 */
public final class TpmJson {
    private static final int MAX_SIZE = 1024 * 1024;
    private static final int PCRS = 24;

    private TpmJson() {}

    public static boolean looksLike(JsonValue value) {
        return value instanceof JsonValue.Obj object
                && object.get("ak_public").isPresent()
                && object.get("tpm_quote").isPresent();
    }

    public static TpmEvidence parse(Bytes text) {
        JsonFields fields = JsonFields.of(Json.read(text, MAX_SIZE), "TPM evidence");
        JsonFields quote = JsonFields.of(fields.take("tpm_quote"), "a TPM quote");
        List<Bytes> registers =
                quote.array("pcrs", PCRS).stream()
                        .map(v -> Bytes.fromHex(v.asText("a PCR")))
                        .toList();
        return new TpmEvidence(
                SignedQuote.of(
                        Bytes.fromBase64(quote.text("message")),
                        Bytes.fromBase64(quote.text("signature")),
                        Optional.of(new PcrValues(registers))),
                SpkiKeys.of(Bytes.fromBase64(fields.text("ak_public"))),
                List.of());
    }
}
