package dev.sealwright.attestation.nitro;

import dev.sealwright.attestation.verify.Claims;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.attestation.wire.JsonValue;

/** What an enclave's document says. The metadata of its image file is not part of it. */
public record NitroClaims(NitroDocument document) implements Claims {
    @Override
    public Format format() {
        return Format.NITRO;
    }

    @Override
    public JsonValue.Obj facts() {
        return document.facts();
    }
}
