package dev.sealwright.attestation.hsmkey;

import dev.sealwright.attestation.crypto.SignatureCheck;
import dev.sealwright.attestation.verify.Refusal;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.Certificates;
import dev.sealwright.attestation.x509.ChainBuilder;
import dev.sealwright.attestation.x509.ChainValidator;
import dev.sealwright.attestation.x509.Pem;
import dev.sealwright.attestation.x509.PinnedRoots;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Certificates that YubiHSM 2 devices signed for their keys, with those above them: the devices'
 * own, Yubico's intermediates and root, in any order.
 */
public final class YubiHsmEvidence {
    public static final int MAX_CERTIFICATES = 64;

    private final List<X509Certificate> keys;
    private final List<X509Certificate> above;

    private YubiHsmEvidence(List<X509Certificate> all) {
        this.keys = all.stream().filter(YubiHsmKey::isOfKey).toList();
        // A key that is attested is no authority, whatever it may have signed.
        this.above = all.stream().filter(each -> !YubiHsmKey.isOfKey(each)).toList();
    }

    /**
     * Reads certificates that nobody has verified yet.
     *
     * @param pem 1 to {@value #MAX_CERTIFICATES} certificates
     * @throws MalformedException when it is not that, or none is for a key
     */
    public static YubiHsmEvidence parse(Bytes pem) {
        YubiHsmEvidence evidence =
                new YubiHsmEvidence(
                        Pem.blocks(pem, "CERTIFICATE", MAX_CERTIFICATES).stream()
                                .map(Certificates::der)
                                .toList());
        if (evidence.keys.isEmpty()) {
            throw new MalformedException("no certificate that a YubiHSM 2 signed for a key");
        }
        return evidence;
    }

    /**
     * What the devices say of their keys.
     *
     * @param roots those of the vendor that the verifier believes
     * @throws VerificationException when one of the certificates does not lead to them
     * @throws MalformedException when one does not say what it must
     */
    public List<YubiHsmKey> verify(PinnedRoots roots, VerificationInstant instant) {
        ChainValidator chains = new ChainValidator(roots, SignatureCheck.onJdk());
        return keys.stream().map(key -> verified(key, chains, instant)).toList();
    }

    private YubiHsmKey verified(
            X509Certificate certificate, ChainValidator chains, VerificationInstant instant) {
        X509Certificate device =
                above.stream()
                        .filter(each -> Certificates.issued(each, certificate))
                        .findFirst()
                        .orElseThrow(
                                () -> refused("no device at hand signed the certificate of a key"));
        Optional<Refusal> refusal = chains.against(ChainBuilder.above(device, above), instant);
        if (refusal.isPresent()) {
            throw refused("the device's certificate: " + refusal.get().detail());
        }
        if (!ChainValidator.current(certificate, instant)) {
            throw refused("the certificate of a key is not valid at the instant");
        }
        YubiHsmKey key = YubiHsmKey.read(certificate);
        if (key.device() != YubiHsmKey.deviceOf(device)) {
            throw refused("a key is said to be of another device than the one that signed");
        }
        return key;
    }

    private static VerificationException refused(String detail) {
        return new VerificationException(Reason.SIGNATURE, detail);
    }
}
