package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.protocol.Bytes;
import java.time.Instant;

/** Which quoting enclave is Intel's, from the "enclaveIdentity" collateral. */
record EnclaveIdentity(
        String id,
        Instant issued,
        Instant nextUpdate,
        Masked miscSelect,
        Masked attributes,
        Bytes mrSigner,
        int productId,
        SvnLevels levels) {

    static EnclaveIdentity read(Bytes text) {
        JsonFields fields =
                JsonFields.of(Json.read(text, SignedJson.MAX_SIZE), "an enclave identity");
        return new EnclaveIdentity(
                fields.text("id"),
                TcbVerdict.time(fields, "issueDate"),
                TcbVerdict.time(fields, "nextUpdate"),
                Masked.read(fields, "miscselect", 4),
                Masked.read(fields, "attributes", 16),
                fields.hex("mrsigner", 32),
                fields.number("isvprodid", 0xffff),
                SvnLevels.read(fields));
    }

    boolean describes(EnclaveReport enclave) {
        return miscSelect.matches(enclave.miscSelect())
                && attributes.matches(enclave.attributes())
                && mrSigner.equals(enclave.mrSigner())
                && productId == enclave.productId();
    }
}
