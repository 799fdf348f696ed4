package dev.sealwright.attestation.vtpm;

import dev.sealwright.attestation.crypto.Digests;
import dev.sealwright.attestation.verify.Facts;
import dev.sealwright.attestation.wire.ByteReader;
import dev.sealwright.attestation.wire.JsonValue;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.util.ArrayList;
import java.util.List;

/** The 24 registers of a SHA-256 bank, as reported beside a quote; only those quoted are proven. */
public record PcrValues(List<Bytes> registers) {
    private static final int COUNT = 24;

    public PcrValues {
        registers = List.copyOf(registers);
        if (registers.size() != COUNT) {
            throw new MalformedException("not 24 PCR values");
        }
        registers.forEach(r -> r.requireSize(32, "a PCR value"));
    }

    /** The digest a quote of these indexes carries. */
    public Bytes digest(List<Integer> indexes) {
        List<Bytes> parts = new ArrayList<>();
        for (int index : indexes) {
            if (index >= COUNT) {
                throw new MalformedException("a quoted PCR that is not given");
            }
            parts.add(registers.get(index));
        }
        return Digests.sha256(Bytes.concat(parts.toArray(new Bytes[0])));
    }

    JsonValue.Obj facts(List<Integer> indexes) {
        Facts facts = new Facts();
        for (int index : indexes) {
            if (index < COUNT && !ByteReader.allZero(registers.get(index))) {
                facts.put("pcr" + index, registers.get(index));
            }
        }
        return facts.end();
    }
}
