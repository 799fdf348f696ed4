package dev.sealwright.keyservice.fips;

import dev.sealwright.keyservice.backend.BackendHealth;
import dev.sealwright.keyservice.backend.GcmSealed;
import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyBackendException;
import dev.sealwright.keyservice.backend.KeyDescription;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.KeyLabel;
import dev.sealwright.keyservice.backend.KeyMechanism;
import dev.sealwright.keyservice.backend.KeySpec;
import dev.sealwright.keyservice.backend.ProbeSignature;
import dev.sealwright.keyservice.backend.TokenIdentity;
import dev.sealwright.keyservice.backend.TokenReport;
import dev.sealwright.keyservice.backend.TokenReport.Finding;
import dev.sealwright.protocol.Bytes;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A backend of which nothing is asked that is not approved. What was sealed before can still be
 * opened.
 */
final class ApprovedBackend implements KeyBackend {
    private final KeyBackend backend;
    private final boolean tokenMakesNonces;

    ApprovedBackend(KeyBackend backend) {
        this.backend = backend;
        this.tokenMakesNonces = backend.examine(Set.of()).tokenMakesNonces();
    }

    private Optional<String> objection(KeyAlgorithm algorithm) {
        return FipsMode.ON.objection(algorithm, tokenMakesNonces);
    }

    private void require(KeyAlgorithm algorithm) {
        objection(algorithm)
                .ifPresent(
                        why -> {
                            throw new KeyBackendException(
                                    "FIPS mode refuses "
                                            + algorithm
                                            + ": "
                                            + why
                                            + ". Use a token that is approved for it, or end FIPS"
                                            + " mode.");
                        });
    }

    @Override
    public TokenReport examine(Set<KeyAlgorithm> trying) {
        TokenReport report = backend.examine(trying);
        Map<KeyAlgorithm, Finding> findings = new EnumMap<>(report.findings());
        findings.replaceAll(
                (algorithm, finding) ->
                        objection(algorithm)
                                // What was sealed before can still be opened.
                                .filter(_ -> algorithm != KeyAlgorithm.AES_256)
                                .<Finding>map(why -> new Finding.Missing("FIPS mode: " + why))
                                .orElse(finding));
        return report.with(findings);
    }

    @Override
    public KeyHandle find(KeyLabel label, KeyAlgorithm expected) {
        if (expected != KeyAlgorithm.AES_256) {
            require(expected);
        }
        return backend.find(label, expected);
    }

    @Override
    public KeyHandle generate(KeySpec spec) {
        require(spec.algorithm());
        return backend.generate(spec);
    }

    @Override
    public GcmSealed encrypt(KeyHandle key, Bytes aad, Bytes plaintext) {
        require(key.algorithm());
        return backend.encrypt(key, aad, plaintext);
    }

    @Override
    public TokenIdentity identity() {
        return backend.identity();
    }

    @Override
    public List<TokenIdentity> visibleTokens() {
        return backend.visibleTokens();
    }

    @Override
    public Set<KeyMechanism> capabilities() {
        return backend.capabilities();
    }

    @Override
    public List<KeyDescription> describeKeys() {
        return backend.describeKeys();
    }

    @Override
    public void destroy(KeyHandle key) {
        backend.destroy(key);
    }

    @Override
    public Bytes publicKey(KeyHandle key) {
        return backend.publicKey(key);
    }

    @Override
    public Bytes sign(KeyHandle key, Bytes input) {
        require(key.algorithm());
        return backend.sign(key, input);
    }

    @Override
    public Bytes hmac(KeyHandle key, Bytes input) {
        require(key.algorithm());
        return backend.hmac(key, input);
    }

    @Override
    public Bytes decrypt(KeyHandle key, Bytes iv, Bytes aad, Bytes ciphertextAndTag) {
        return backend.decrypt(key, iv, aad, ciphertextAndTag);
    }

    @Override
    public ProbeSignature probe(KeyHandle key) {
        return backend.probe(key);
    }

    @Override
    public BackendHealth health() {
        return backend.health();
    }

    @Override
    public void close() {
        backend.close();
    }
}
