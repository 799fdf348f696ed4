package dev.sealwright.attestation.evidence;

import dev.sealwright.attestation.aci.AciJson;
import dev.sealwright.attestation.dcap.SignedJson;
import dev.sealwright.attestation.maa.JsonWebKeys;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonText;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.attestation.x509.RevocationLists;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.List;
import java.util.Optional;

/**
 * Vendors' answers in JSON: Intel's signed documents, alone or bundled with chains and lists; a JWK
 * set; the certificates an Azure host serves. Of a signed document the text between the braces is
 * kept exactly as received, for that is what is signed.
 */
final class CollateralJson {
    private CollateralJson() {}

    static Collateral read(JsonValue.Obj answer) {
        if (answer.get("tcbInfo").isPresent()) {
            return Collateral.ofTcbInfo(signed(answer, "tcbInfo"));
        }
        if (answer.get("enclaveIdentity").isPresent()) {
            return Collateral.ofEnclaveIdentity(signed(answer, "enclaveIdentity"));
        }
        if (answer.get("tcb_info_signature").isPresent()) {
            return bundle(JsonFields.of(answer, "a collateral bundle"));
        }
        if (answer.get("keys").isPresent()) {
            return Collateral.ofTokenKeys(JsonWebKeys.parse(text(answer)));
        }
        if (answer.get("vcekCert").isPresent()) {
            return Collateral.ofCertificates(AciJson.hostCertificates(text(answer)));
        }
        throw new MalformedException("JSON collateral of no known kind");
    }

    private static SignedJson signed(JsonValue.Obj answer, String name) {
        JsonFields fields = JsonFields.of(answer, "signed collateral");
        String raw = fields.take(name).asObject(name).raw();
        SignedJson signed = new SignedJson(Bytes.utf8(raw), fields.hex("signature", 64));
        fields.end();
        return signed;
    }

    private static Collateral bundle(JsonFields fields) {
        Collateral out =
                Collateral.ofTcbInfo(document(fields, "tcb_info"))
                        .and(Collateral.ofEnclaveIdentity(document(fields, "qe_identity")));
        for (String chain :
                List.of(
                        "pck_crl_issuer_chain",
                        "tcb_info_issuer_chain",
                        "qe_identity_issuer_chain")) {
            out = out.and(CollateralReader.pem(Bytes.utf8(fields.text(chain))));
        }
        for (String list : List.of("root_ca_crl", "pck_crl")) {
            Bytes der = Bytes.fromHex(fields.text(list));
            out = out.and(Collateral.ofRevocationLists(List.of(RevocationLists.der(der))));
        }
        Optional<JsonValue> platform = fields.optional("pck_certificate_chain");
        fields.end();
        return platform.map(v -> CollateralReader.pem(Bytes.utf8(v.asText("a chain"))))
                .map(out::and)
                .orElse(out);
    }

    private static SignedJson document(JsonFields fields, String name) {
        return new SignedJson(Bytes.utf8(fields.text(name)), fields.hex(name + "_signature", 64));
    }

    private static Bytes text(JsonValue.Obj answer) {
        return Bytes.utf8(answer.raw().isEmpty() ? JsonText.of(answer) : answer.raw());
    }
}
