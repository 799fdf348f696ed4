package dev.sealwright.attestation.dcap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.attestation.tdx.TdxQuote;
import dev.sealwright.attestation.vectors.Vectors;
import dev.sealwright.attestation.wire.Json;
import dev.sealwright.protocol.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(
        value = "dev.sealwright.attestation.vectors.Vectors#present",
        disabledReason = "the vectors are not at hand; name their folder in SEALWRIGHT_VECTORS")
class TcbInfoVectorTest {
    /** Its first SGX component after microcode has SVN 3, and every level asks for 5 or more. */
    @Test
    void aPlatformBelowEveryLevelMatchesNone() {
        TdxQuote quote = TdxQuote.parse(Vectors.read("tdx/go-tdx-guest/tdx_prod_quote_SPR_E4.dat"));
        String list = Vectors.text("tdx/go-tdx-guest/sample_tcbInfo_response");
        String signed =
                Json.read(list, SignedJson.MAX_SIZE)
                        .asObject("the answer")
                        .get("tcbInfo")
                        .orElseThrow()
                        .asObject("the list")
                        .raw();
        TcbInfo info = TcbInfo.read(Bytes.utf8(signed));
        PlatformCertificate platform =
                PlatformCertificate.of(quote.quote().signature().certificates().getFirst());
        assertThat(info.isFor(platform)).isTrue();
        assertThat(info.match(platform, Optional.of(quote.report().teeTcbSvn())).status())
                .isEqualTo(TcbStatus.UNMATCHED);
    }
}
