package dev.sealwright.client.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.security.SecureRandom;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HostKeyTest {
    private final SecureRandom random = new SecureRandom();

    @ParameterizedTest
    @EnumSource
    void aKeySurvivesItsFile(HostKeyType type) {
        var key = HostKey.generate(type, random);
        var again = HostKey.parse(key.pem());
        assertThat(again.spki()).isEqualTo(key.spki());
        assertThat(again.scheme()).isEqualTo(key.scheme());
    }

    @ParameterizedTest
    @EnumSource
    void theRequestForACertificateProvesPossession(HostKeyType type)
            throws IOException, OperatorCreationException, PKCSException {
        var key = HostKey.generate(type, random);
        var request = new PKCS10CertificationRequest(Pkcs10.request(key).toArray());
        assertThat(request.getSubjectPublicKeyInfo().getEncoded()).isEqualTo(key.spki().toArray());
        assertThat(request.getSubject().getRDNs()).isEmpty();
        assertThat(request.getAttributes()).isEmpty();
        var verifier =
                new JcaContentVerifierProviderBuilder()
                        .build(
                                new JcaPEMKeyConverter()
                                        .getPublicKey(request.getSubjectPublicKeyInfo()));
        assertThat(request.isSignatureValid(verifier)).isTrue();
    }

    @Test
    void halvesOfDifferentPairsAreRefused() {
        String one = HostKey.generate(HostKeyType.p256, random).pem();
        String other = HostKey.generate(HostKeyType.p256, random).pem();
        String mixed =
                one.substring(0, one.indexOf("-----BEGIN PUBLIC"))
                        + other.substring(other.indexOf("-----BEGIN PUBLIC"));
        assertThatThrownBy(() -> HostKey.parse(mixed)).isInstanceOf(MalformedException.class);
    }

    @Test
    void theTextOfAKeyHidesIt() {
        var key = HostKey.generate(HostKeyType.ed25519, random);
        String secret = key.pem().lines().skip(1).findFirst().orElseThrow();
        assertThat(key.toString()).doesNotContain(secret);
    }
}
