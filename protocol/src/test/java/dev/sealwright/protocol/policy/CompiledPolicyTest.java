package dev.sealwright.protocol.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompiledPolicyTest {
    private static final CompiledPolicy POLICY =
            PolicyAcceptanceTest.policy(3, World.ORG, Bytes.fromHex("51".repeat(16)), "a.example");

    @Test
    void aPolicyIsReadAsItWasWritten() {
        assertThat(CompiledPolicy.decode(POLICY.encode())).isEqualTo(POLICY);
    }

    @Test
    void noOtherBytesAreTheSamePolicy() {
        byte[] encoded = POLICY.encode().toArray();
        for (int at = 0; at < encoded.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] other = encoded.clone();
                other[at] ^= (byte) (1 << bit);
                differs(Bytes.of(other));
            }
            differs(Bytes.of(encoded).slice(0, at));
        }
    }

    private static void differs(Bytes other) {
        try {
            CompiledPolicy read = CompiledPolicy.decode(other);
            assertThat(read).isNotEqualTo(POLICY);
            assertThat(read.encode()).isEqualTo(other);
        } catch (MalformedException e) {
            assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(200);
        }
    }

    @Test
    void everySectionIsThereAndNothingElse() {
        var sections =
                CborReader.strict(POLICY.encode(), CompiledPolicy.MAX_SIZE).asMap("a policy");
        for (CborValue key : sections.keySet()) {
            var less = new LinkedHashMap<>(sections);
            less.remove(key);
            refused(new CborValue.Dictionary(less));
            if (sections.get(key) instanceof CborValue.Dictionary(var fields)
                    && !key.equals(CborValue.of("budgets"))) {
                for (CborValue name : fields.keySet()) {
                    var lessFields = new LinkedHashMap<>(fields);
                    lessFields.remove(name);
                    var other = new LinkedHashMap<>(sections);
                    other.put(key, new CborValue.Dictionary(lessFields));
                    refused(new CborValue.Dictionary(other));
                }
            }
        }
        var more = new LinkedHashMap<>(sections);
        more.put(CborValue.of("zz"), CborValue.of(1));
        refused(new CborValue.Dictionary(more));
    }

    private static void refused(CborValue value) {
        Bytes encoded = CborWriter.encode(value);
        assertThatThrownBy(() -> CompiledPolicy.decode(encoded))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aPolicyIsBounded() {
        assertThatThrownBy(
                        () -> new CompiledPolicy.Network(Collections.nCopies(4097, "a"), List.of()))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> new CompiledPolicy.Network(List.of("a".repeat(1025)), List.of()))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> new CompiledPolicy.Network(List.of(""), List.of()))
                .isInstanceOf(MalformedException.class);
        var network =
                new CompiledPolicy.Network(Collections.nCopies(4096, "a".repeat(1024)), List.of());
        CompiledPolicy huge =
                new CompiledPolicy(
                        1,
                        POLICY.validity(),
                        POLICY.identity(),
                        network,
                        POLICY.filesystem(),
                        POLICY.tools(),
                        POLICY.budgets());
        assertThatThrownBy(huge::encode).isInstanceOf(MalformedException.class);
    }
}
