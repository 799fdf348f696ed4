package dev.sealwright.controlplane.attest;

import dev.sealwright.attestation.appraisal.Policy;
import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** Documents as policies that appraise. */
@Singleton
final class PolicyReader {
    private final JsonMapper json;

    PolicyReader(JsonMapper json) {
        this.json = json;
    }

    Policy read(String name, AppraisalPolicyDocument document) {
        Map<String, Object> policy =
                Map.of(
                        "policy",
                        name,
                        "format",
                        document.format(),
                        "require_checked",
                        document.requireChecked(),
                        "criteria",
                        document.criteria());
        try {
            return Policy.parse(
                    Bytes.of(
                            json.writeValueAsBytes(
                                    Argument.mapOf(String.class, Object.class), policy)));
        } catch (MalformedException e) {
            throw ProblemException.invalid("/criteria", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
