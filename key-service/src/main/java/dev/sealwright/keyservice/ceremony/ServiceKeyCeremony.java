package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.backend.KeyAlgorithm;
import dev.sealwright.keyservice.backend.KeyBackend;
import dev.sealwright.keyservice.backend.KeyHandle;
import dev.sealwright.keyservice.backend.TokenReport.Finding;
import dev.sealwright.keyservice.ca.EcdsaSignature;
import dev.sealwright.keyservice.fips.FipsMode;
import dev.sealwright.keyservice.inventory.KeyRole;
import dev.sealwright.keyservice.inventory.TokenAbilities;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.MlDsa65;
import dev.sealwright.protocol.crypto.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.CertificationRequest;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Makes the service's keys on its own, fresh token. */
final class ServiceKeyCeremony {
    private final KeyBackend token;
    private final Progress progress;

    ServiceKeyCeremony(KeyBackend token, Progress progress) {
        this.token = token;
        this.progress = progress;
    }

    /**
     * Makes all of them.
     *
     * @param postQuantum whether the log gets a second key, for ML-DSA-65
     */
    ServiceKeysStatement hold(boolean postQuantum) {
        TokenAbilities.find(token, FipsMode.OFF).require();
        requireAble(postQuantum);
        KeyHandle log = generate(KeyRole.LOG);
        KeyHandle serverCa = generate(KeyRole.SERVER_CA);
        KeyHandle hostCa = generate(KeyRole.HOST_CA);
        generate(KeyRole.TOKEN);
        generate(KeyRole.TOKEN_ES256);
        generate(KeyRole.MAC);
        String serial = token.identity().serial();
        Bytes logKey = Ed25519.raw(token.publicKey(log));
        Bytes proof = token.sign(log, ServiceKeysStatement.possession(serial, logKey));
        return new ServiceKeysStatement(
                serial,
                logKey,
                proof,
                request(serverCa, "CN=Sealwright server CA"),
                request(hostCa, "CN=Sealwright host CA"),
                second(postQuantum, serial, logKey));
    }

    /** Makes what a further member of the log needs: a log key of its own, or both. */
    MemberStatement holdMember(boolean postQuantum) {
        requireAble(postQuantum);
        KeyHandle log = generate(KeyRole.LOG);
        String serial = token.identity().serial();
        Bytes logKey = Ed25519.raw(token.publicKey(log));
        return new MemberStatement(
                serial,
                logKey,
                token.sign(log, ServiceKeysStatement.possession(serial, logKey)),
                second(postQuantum, serial, logKey));
    }

    /** Before any key is made. */
    private void requireAble(boolean postQuantum) {
        KeyAlgorithm algorithm = KeyRole.LOG_POST_QUANTUM.algorithm();
        if (postQuantum
                && token.examine(Set.of(algorithm)).of(algorithm)
                        instanceof Finding.Missing(String why)) {
            throw new CeremonyRefusedException(
                    "The token cannot have a post-quantum log key: "
                            + why
                            + ". Use a token with ML-DSA-65, as Kryoptic, or leave out"
                            + " --post-quantum.");
        }
    }

    private Optional<PostQuantumKey> second(boolean wanted, String serial, Bytes logKey) {
        if (!wanted) {
            return Optional.empty();
        }
        KeyHandle key = generate(KeyRole.LOG_POST_QUANTUM);
        Bytes raw = MlDsa65.raw(token.publicKey(key));
        return Optional.of(
                new PostQuantumKey(
                        raw, token.sign(key, PostQuantumKey.possession(serial, logKey, raw))));
    }

    private KeyHandle generate(KeyRole role) {
        KeyHandle key = token.generate(role.spec());
        progress.step("key-made", "made key '" + role.label() + "', " + role.algorithm());
        return key;
    }

    private Bytes request(KeyHandle key, String subject) {
        try {
            CertificationRequestInfo info =
                    new CertificationRequestInfo(
                            new X500Name(subject),
                            SubjectPublicKeyInfo.getInstance(token.publicKey(key).toArray()),
                            new DERSet());
            Bytes signed = Bytes.of(info.getEncoded(ASN1Encoding.DER));
            Bytes signature = EcdsaSignature.der(token.sign(key, Sha256.of(signed)));
            CertificationRequest request =
                    new CertificationRequest(
                            info,
                            new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
                            new DERBitString(signature.toArray()));
            return Bytes.of(request.getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new UncheckedIOException("a request has a DER form", e);
        }
    }
}
