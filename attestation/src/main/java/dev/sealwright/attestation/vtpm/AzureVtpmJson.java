package dev.sealwright.attestation.vtpm;

import dev.sealwright.attestation.tdx.TdxQuote;
import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The JSON in which guest agents hand over Azure vTPM evidence: {@code hcl_report} and {@code
 * tpm_quote} {message, signature, pcrs}, with {@code vcek} or {@code td_quote}; quote parts in
 * hexadecimal, the rest in base64url, padded or not. An older form has {@code report} and {@code
 * quote} as arrays of numbers. An outer {@code {"platform", "evidence"}} is opened.
 */
public final class AzureVtpmJson {
    public static final int MAX_SIZE = 128 * 1024;

    private static final int MAX_BYTES = 32 * 1024;
    private static final int PCRS = 24;

    private AzureVtpmJson() {}

    public static boolean looksLike(JsonValue value) {
        return value instanceof JsonValue.Obj object
                && (object.get("hcl_report").isPresent()
                        || (object.get("report").isPresent() && object.get("quote").isPresent())
                        || object.get("evidence").filter(AzureVtpmJson::looksLike).isPresent());
    }

    public static AzureVtpmEvidence parse(Bytes text) {
        JsonValue value = Json.read(text, MAX_SIZE);
        JsonFields outer = JsonFields.of(value, "Azure evidence");
        Optional<JsonValue> inner = outer.optional("evidence");
        return inner.isPresent() ? parse(JsonFields.of(inner.get(), "evidence")) : parse(outer);
    }

    private static AzureVtpmEvidence parse(JsonFields fields) {
        fields.optional("version");
        HclReport hcl =
                HclReport.parse(
                        bytes(
                                fields.optional("hcl_report")
                                        .orElseGet(() -> fields.take("report"))));
        SignedQuote quote =
                quote(fields.optional("tpm_quote").orElseGet(() -> fields.take("quote")));
        List<X509Certificate> certificates =
                fields.optional("vcek").map(AzureVtpmJson::certificates).orElse(List.of());
        Optional<TdxQuote> tdQuote = fields.optional("td_quote").map(v -> TdxQuote.parse(bytes(v)));
        fields.end();
        return AzureVtpmEvidence.of(hcl, Optional.of(quote), certificates, tdQuote);
    }

    private static SignedQuote quote(JsonValue value) {
        JsonFields fields = JsonFields.of(value, "a TPM quote");
        List<Bytes> registers =
                fields.array("pcrs", PCRS).stream().map(AzureVtpmJson::hexOrNumbers).toList();
        SignedQuote quote =
                SignedQuote.of(
                        hexOrNumbers(fields.take("message")),
                        hexOrNumbers(fields.take("signature")),
                        Optional.of(new PcrValues(registers)));
        fields.end();
        return quote;
    }

    private static List<X509Certificate> certificates(JsonValue value) {
        return value.asText("vcek").startsWith("-----")
                ? Certificates.pem(Bytes.utf8(value.asText("vcek")))
                : List.of(Certificates.der(bytes(value)));
    }

    private static Bytes bytes(JsonValue value) {
        return value instanceof JsonValue.Arr
                ? numbers(value)
                : Bytes.fromBase64Url(value.asText("base64url").replaceFirst("={1,2}$", ""));
    }

    private static Bytes hexOrNumbers(JsonValue value) {
        return value instanceof JsonValue.Arr
                ? numbers(value)
                : Bytes.fromHex(value.asText("hexadecimal"));
    }

    private static Bytes numbers(JsonValue value) {
        List<JsonValue> items = value.asArray("an array of bytes", MAX_BYTES);
        byte[] out = new byte[items.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (byte) items.get(i).asInt("a byte", 0, 255);
        }
        if (out.length == 0) {
            throw new MalformedException("an empty array of bytes");
        }
        return Bytes.of(out);
    }
}
