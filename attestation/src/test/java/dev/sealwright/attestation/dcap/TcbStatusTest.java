package dev.sealwright.attestation.dcap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TcbStatusTest {
    @ParameterizedTest
    @CsvSource({
        "UpToDate, UpToDate, UpToDate",
        "UpToDate, OutOfDate, OutOfDate",
        "SWHardeningNeeded, OutOfDate, OutOfDate",
        "ConfigurationNeeded, OutOfDate, OutOfDateConfigurationNeeded",
        "ConfigurationAndSWHardeningNeeded, OutOfDate, OutOfDateConfigurationNeeded",
        "OutOfDate, UpToDate, OutOfDate",
        "UpToDate, Revoked, Revoked",
        "Revoked, UpToDate, Revoked",
        "UpToDate, Unmatched, Unmatched",
        "Unmatched, Revoked, Unmatched"
    })
    void aPartConvergesWithItsPlatform(String platform, String part, String whole) {
        assertThat(TcbStatus.of(platform).with(TcbStatus.of(part))).isEqualTo(TcbStatus.of(whole));
    }
}
