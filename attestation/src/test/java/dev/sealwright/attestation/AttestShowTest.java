package dev.sealwright.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.attestation.cmw.CmwJson;
import dev.sealwright.attestation.cmw.WrappedEvidence;
import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.pki.Amd;
import dev.sealwright.attestation.pki.Authority;
import dev.sealwright.attestation.pki.AzureVm;
import dev.sealwright.attestation.pki.Intel;
import dev.sealwright.attestation.pki.Kms;
import dev.sealwright.attestation.pki.Maa;
import dev.sealwright.attestation.pki.Nitro;
import dev.sealwright.attestation.pki.Tpm;
import dev.sealwright.attestation.verify.Format;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborValue;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AttestShowTest {
    private static final Bytes NONCE = Bytes.utf8("challenge");

    static Stream<Arguments> exhibits() {
        Intel intel = new Intel();
        AzureVm vm = new AzureVm();
        return Stream.of(
                line(Amd.chip("Turin").report(Map.of()), "host_data", "all 00, 32 bytes"),
                line(
                        Amd.chip("Turin").report(Map.of()),
                        "reported_tcb",
                        "fmc=1,bootloader=2,tee=3,snp=4,microcode=5"),
                line(intel.tdxQuote(5), "td_attribute_names", "none"),
                line(intel.sgxQuote(), "debug", "no"),
                line(Tpm.p256().file(NONCE), "pcrs_sha256", "0-7"),
                line(Tpm.message(NONCE), "format", "TPM quote without its signature"),
                line(Bytes.utf8(Maa.token()), "issuer", Maa.ISSUER),
                line(Bytes.utf8(Maa.CLAIMS), "format", "claims of a token, unsigned"),
                line(vm.tdxBlob(), "hardware", "TDX"),
                line(intel.tcbInfoAnswer(), "fmspc", "00906ED50000"),
                line(Maa.jwks(), "token key good", "RSA 2048"),
                line(Kms.envelope(), "content_encryption", "AES-256-CBC, not authenticated"),
                line(intel.root().list(), "revoked", "0"),
                line(
                        Bytes.utf8(Authority.pem(intel.signerChain())),
                        "subject",
                        "CN=Intel SGX TCB Signing"),
                line(
                        CmwJson.write(WrappedEvidence.record(Format.SGX, intel.sgxQuote())),
                        "format",
                        "sgx"));
    }

    private static Arguments line(Bytes file, String name, String value) {
        return Arguments.of(file, name, value);
    }

    @ParameterizedTest
    @MethodSource("exhibits")
    void aFileIsShownInWordsAndSaidToBeUnverified(Bytes file, String name, String value) {
        String text = shown(file);
        assertThat(text).startsWith("UNVERIFIED").contains("\nformat ");
        assertThat(text)
                .containsPattern("(?m)^ *" + name + "  +" + java.util.regex.Pattern.quote(value));
    }

    @Test
    void bytesThatSpellTextAreShownWithIt() {
        assertThat(shown(Tpm.rsa().file(NONCE))).contains(NONCE.hex() + "  \"challenge\"");
    }

    @Test
    void nothingInEvidenceMovesTheTerminalsCursor() {
        Bytes document =
                new Nitro().document(Map.of("module_id", CborValue.of("\u001b[2J\u202eevil")));
        assertThat(shown(document)).doesNotContain("\u001b", "\u202e").contains("[2J");
    }

    @Test
    void aFormatThatIsForcedIsNotGuessedAround() {
        assertThatThrownBy(
                        () -> AttestShow.text(Maa.jwks(), Optional.of(Format.TDX), Collateral.NONE))
                .isInstanceOf(MalformedException.class);
    }

    private static String shown(Bytes file) {
        return AttestShow.text(file, Optional.empty(), Collateral.NONE);
    }
}
