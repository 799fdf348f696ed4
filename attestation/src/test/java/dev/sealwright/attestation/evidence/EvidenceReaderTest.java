package dev.sealwright.attestation.evidence;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.attestation.verify.Format;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceReaderTest {
    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "\r\n", "0x", "=", "==", "\n=", "0x\n"})
    void textThatStandsForNothingIsMalformedInEveryFormat(String text) {
        Bytes file = Bytes.utf8(text);
        malformed(() -> EvidenceReader.detect(file));
        for (Format format : Format.values()) {
            malformed(() -> EvidenceReader.read(file, format, Collateral.NONE));
        }
    }

    private static void malformed(Runnable reading) {
        assertThatThrownBy(reading::run).isInstanceOf(MalformedException.class);
    }
}
