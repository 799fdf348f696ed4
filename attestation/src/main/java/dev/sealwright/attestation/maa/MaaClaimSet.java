package dev.sealwright.attestation.maa;

import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.MalformedException;
import java.time.Instant;
import java.util.Optional;

/**
 * The claims of an attestation token, or of a decoded one. Those about a confidential VM lie one
 * level down, under {@code x-ms-isolation-tee}; those of an enclave at the top.
 */
public record MaaClaimSet(JsonValue.Obj members) {
    private static final String ISOLATION_TEE = "x-ms-isolation-tee";

    /** Largest time that is still a year of four digits. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    /** A claim by the names on the way to it, as release policies write it. */
    public Optional<JsonValue> at(String dotted) {
        Optional<JsonValue> whole = members.get(dotted);
        if (whole.isPresent()) {
            return whole;
        }
        JsonValue.Obj object = members;
        int from = 0;
        for (int dot = dotted.indexOf('.'); dot >= 0; dot = dotted.indexOf('.', from)) {
            if (!(object.get(dotted.substring(from, dot)).orElse(null)
                    instanceof JsonValue.Obj inner)) {
                return Optional.empty();
            }
            object = inner;
            from = dot + 1;
        }
        return from == 0 ? Optional.empty() : object.get(dotted.substring(from));
    }

    public Optional<String> issuer() {
        return text("iss");
    }

    public Optional<String> text(String dotted) {
        return at(dotted).map(v -> v.asText(dotted));
    }

    public Optional<Instant> time(String name) {
        return members.get(name)
                .map(v -> v.asLong(name))
                .map(
                        seconds -> {
                            if (seconds < 0 || seconds > MAX_SECONDS) {
                                throw new MalformedException(name + " is no time");
                            }
                            return Instant.ofEpochSecond(seconds);
                        });
    }

    /** Of the isolation TEE if the token is about a VM in one, else of the token itself. */
    public Optional<String> tee(String name) {
        return text(ISOLATION_TEE + "." + name).or(() -> text(name));
    }

    /** "sevsnpvm", "tdxvm", "sgx" and the like. */
    public Optional<String> attestationType() {
        return tee("x-ms-attestation-type");
    }

    public boolean debuggable() {
        return flag("x-ms-sevsnpvm-is-debuggable")
                || flag("x-ms-sgx-is-debuggable")
                || flag("is-debuggable")
                || flag("tdx-td-attributes-debug");
    }

    private boolean flag(String name) {
        return at(ISOLATION_TEE + "." + name)
                .or(() -> at(name))
                .map(v -> v.equals(JsonValue.of(true)))
                .orElse(false);
    }

    public JsonValue.Obj facts() {
        Facts facts = MaaToken.times(this);
        attestationType().ifPresent(type -> facts.put("attestation_type", type));
        tee("x-ms-compliance-status").ifPresent(status -> facts.put("compliance_status", status));
        facts.put("debuggable", debuggable());
        return facts.put("claims", members).end();
    }
}
