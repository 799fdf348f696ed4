package dev.sealwright.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.security.GeneralSecurityException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TestPkiTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final TestAuthority root = TestPki.root("Test Root");
    private final TestAuthority hosts = root.intermediate("Test Hosts");

    @Test
    void aGoodChainIsValid() throws GeneralSecurityException {
        TestCertificate host =
                hosts.issue(CertificateSpec.client().uri("spiffe://example.test/host"));

        validate(host, root);

        assertThat(host.certificate().getSubjectAlternativeNames())
                .containsExactly(List.of(6, "spiffe://example.test/host"));
        assertThat(host.certificate().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(host.certificate().getCriticalExtensionOIDs()).contains("2.5.29.17");
    }

    @Test
    void anExpiredCertificateIsNot() {
        TestCertificate late =
                hosts.issue(
                        CertificateSpec.client()
                                .uri("spiffe://example.test/late")
                                .between(NOW.minusSeconds(7200), NOW.minusSeconds(3600)));

        assertThatExceptionOfType(CertPathValidatorException.class)
                .isThrownBy(() -> validate(late, root));
    }

    @Test
    void aCertificateUnderAnotherRootIsNot() {
        TestCertificate host = hosts.issue(CertificateSpec.server().dns("host.example.test"));

        assertThatExceptionOfType(CertPathValidatorException.class)
                .isThrownBy(() -> validate(host, TestPki.root("Test Root")));
    }

    @Test
    void anIntermediateHasNoIntermediates() {
        TestCertificate deep =
                hosts.intermediate("Deep").issue(CertificateSpec.server().ip("127.0.0.1"));

        assertThatExceptionOfType(CertPathValidatorException.class)
                .isThrownBy(() -> validate(deep, root));
    }

    private static void validate(TestCertificate certificate, TestAuthority trusted)
            throws GeneralSecurityException {
        int length = certificate.chain().size();
        CertPath path =
                CertificateFactory.getInstance("X.509")
                        .generateCertPath(certificate.chain().subList(0, length - 1));
        var parameters = new PKIXParameters(Set.of(new TrustAnchor(trusted.certificate(), null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(NOW));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }
}
