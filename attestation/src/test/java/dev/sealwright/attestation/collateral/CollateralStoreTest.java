package dev.sealwright.attestation.collateral;

import static dev.sealwright.attestation.pki.Outcomes.authentic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.attestation.dcap.DcapCollateral;
import dev.sealwright.attestation.evidence.Collateral;
import dev.sealwright.attestation.evidence.Evidence;
import dev.sealwright.attestation.maa.MaaToken;
import dev.sealwright.attestation.maa.MaaVerifier;
import dev.sealwright.attestation.pki.Amd;
import dev.sealwright.attestation.pki.Authority;
import dev.sealwright.attestation.pki.Fast;
import dev.sealwright.attestation.pki.Intel;
import dev.sealwright.attestation.pki.Maa;
import dev.sealwright.attestation.pki.VendorServices;
import dev.sealwright.attestation.pki.VendorServices.Answer;
import dev.sealwright.attestation.snp.SnpEvidence;
import dev.sealwright.attestation.snp.SnpReport;
import dev.sealwright.attestation.snp.SnpVerifier;
import dev.sealwright.attestation.tdx.TdxQuote;
import dev.sealwright.attestation.tdx.TdxVerifier;
import dev.sealwright.attestation.verify.Check;
import dev.sealwright.attestation.verify.VerificationInstant;
import dev.sealwright.attestation.x509.RevocationLists;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the vendors' services on the loopback interface, which serve what the test PKI made. */
class CollateralStoreTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final Amd TURIN = Amd.chip("Turin");
    private static final String TURIN_KEY =
            "a1a2a3a4a5a6a7a8?fmcSPL=01&blSPL=02&teeSPL=03&snpSPL=04&ucodeSPL=05";
    private static final Intel INTEL = new Intel();

    @AutoClose private final VendorServices vendors = VendorServices.start();
    @TempDir Path folder;
    private Instant now = NOW;

    @Test
    void anSnpReportIsAuthenticWithWhatAmdServes() {
        vendors.put(TURIN, "Turin", TURIN_KEY);
        CollateralStore.Found found = store().collect(snp());
        assertThat(found.missing()).isEmpty();
        Collateral got = found.collateral();
        var verifier =
                SnpVerifier.trusting(
                        TURIN.root().asRoot(),
                        Fast.SIGNATURES,
                        new RevocationLists(got.revocationLists()));
        var evidence = new SnpEvidence(report(), got.certificates());
        authentic(verifier.verify(evidence, new VerificationInstant(NOW)));
    }

    @Test
    void aTdxQuoteHasEverythingCheckedWithWhatIntelServes() {
        vendors.put(INTEL);
        CollateralStore.Found found = store().collect(tdx());
        assertThat(found.missing()).isEmpty();
        Collateral got = found.collateral();
        var dcap =
                new DcapCollateral(
                        got.tcbInfos(),
                        got.enclaveIdentities(),
                        got.certificates(),
                        new RevocationLists(got.revocationLists()));
        var verifier = TdxVerifier.trusting(INTEL.root().asRoot(), Fast.SIGNATURES, dcap);
        var outcome =
                authentic(
                        verifier.verify(
                                TdxQuote.parse(INTEL.tdxQuote(4)), new VerificationInstant(NOW)));
        for (Check check : List.of(Check.REVOCATION, Check.QUOTING_ENCLAVE, Check.TCB)) {
            assertThat(outcome.passed(check)).as("%s", check).isTrue();
        }
    }

    @Test
    void aTokenIsVerifiedByTheKeysOfItsConfiguredIssuerAndItsOwnPlaceIsNotAsked() {
        vendors.put("/certs", Answer.of(Maa.jwks()));
        MaaToken token = MaaToken.parse(Maa.token());
        CollateralStore.Found found = store().collect(new Evidence.Maa(token));
        assertThat(vendors.asked()).containsExactly("/certs");
        var verifier = new MaaVerifier(found.tokenKeys(), Fast.SIGNATURES, Optional.empty());
        authentic(verifier.verify(token, new VerificationInstant(NOW)));
    }

    @Test
    void nobodyIsAskedForTheKeysOfAnIssuerThatIsNotConfigured() {
        String other = Maa.CLAIMS.replace(Maa.ISSUER, vendors.address());
        MaaToken token = MaaToken.parse(Maa.token("RS256", "good", Maa.KEY, other));
        assertThat(store().collect(new Evidence.Maa(token)).tokenKeys()).isEmpty();
        assertThat(vendors.asked()).isEmpty();
    }

    @Test
    void whatIsCurrentIsNotFetchedAgainAndServesOffline() {
        vendors.put(INTEL);
        CollateralStore.Found first = store().collect(tdx());
        int asked = vendors.asked().size();
        assertThat(store().collect(tdx())).isEqualTo(first);
        assertThat(vendors.asked()).hasSize(asked);
        vendors.close();
        assertThat(offline().collect(tdx())).isEqualTo(first);
    }

    @Test
    void whatIsNoLongerCurrentIsFetchedAgain() {
        vendors.put(INTEL);
        store().collect(tdx());
        int asked = vendors.asked().size();
        now = Authority.TO.plusSeconds(1);
        store().collect(tdx());
        assertThat(vendors.asked()).hasSize(2 * asked);
    }

    @Test
    void tokenKeysAreFetchedAgainAfterADay() {
        vendors.put("/certs", Answer.of(Maa.jwks()));
        Evidence token = new Evidence.Maa(MaaToken.parse(Maa.token()));
        store().collect(token);
        now = NOW.plusSeconds(86_399);
        store().collect(token);
        assertThat(vendors.asked()).hasSize(1);
        now = NOW.plusSeconds(86_401);
        store().collect(token);
        assertThat(vendors.asked()).hasSize(2);
    }

    @Test
    void whatCannotBeHadIsNamedAndTheRestIsThere() {
        vendors.put(INTEL);
        vendors.put("/root.der", new Answer(503, Bytes.EMPTY, Map.of()));
        CollateralStore.Found found = store().collect(tdx());
        assertThat(found.missing()).containsExactly("intel-root.crl: HTTP status 503");
        assertThat(found.collateral().tcbInfos()).hasSize(1);
        assertThat(offline().collect(snp()).missing())
                .hasSize(3)
                .allMatch(line -> line.endsWith("not in the folder"));
    }

    @Test
    void anAnswerTooLongOrOfNoKnownKindIsNotStored() throws IOException {
        vendors.put(INTEL);
        vendors.put("/root.der", Answer.of(Bytes.zeros(CollateralHttp.MAX_SIZE + 1)));
        vendors.put("/tdx/certification/v4/qe/identity", Answer.of(Bytes.utf8("<html>")));
        assertThat(store().collect(tdx()).missing()).hasSize(2);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .noneMatch(name -> name.contains("root") || name.contains("qe"))
                    .noneMatch(name -> name.startsWith("."));
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        vendors.put("/root.der", new Answer(302, Bytes.EMPTY, Map.of("Location", "/elsewhere")));
        assertThat(store().collect(tdx()).missing()).contains("intel-root.crl: HTTP status 302");
        assertThat(vendors.asked()).doesNotContain("/elsewhere");
    }

    @Test
    void aServerThatTlsDoesNotKnowIsNotAsked() throws Exception {
        vendors.put(INTEL);
        var stranger = new CollateralHttp(javax.net.ssl.SSLContext.getDefault());
        var store = new CollateralStore(vendors.all(), folder, Optional.of(stranger), () -> NOW);
        assertThat(store.collect(tdx()).missing()).hasSize(4);
        assertThat(vendors.asked()).isEmpty();
    }

    @Test
    void aDamagedFileIsFetchedAgain() throws IOException {
        vendors.put(INTEL);
        CollateralStore.Found first = store().collect(tdx());
        Files.writeString(folder.resolve("intel-root.crl"), "damaged");
        assertThat(store().collect(tdx())).isEqualTo(first);
    }

    @Test
    void azuresCacheIsAskedBeforeAmd() {
        vendors.put(TURIN, "Turin", TURIN_KEY);
        CollateralServices own = vendors.all();
        CollateralServices cached =
                new CollateralServices(
                        own.amd(),
                        Optional.of(own.amd()),
                        own.intel(),
                        own.intelRootList(),
                        own.tokenKeys());
        assertThat(store(cached).collect(snp()).missing()).isEmpty();
        assertThat(vendors.asked())
                .contains(
                        "/SevSnpVM/certificates/"
                                + report().chipId().hex()
                                + "/0500000004030201?api-version=2020-10-15-preview");
    }

    @Test
    void aPccsMayAnswerAListInHexadecimal() {
        vendors.put(INTEL);
        vendors.put("/root.der", Answer.of(Bytes.utf8(INTEL.root().list().hex())));
        assertThat(store().collect(tdx()).missing()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"amd\":\"http://kdsintf.amd.com\"}",
                "{\"amd\":\"https://user@kdsintf.amd.com\"}",
                "{\"intel\":\"https://example.com?a=b\"}",
                "{\"intel\":\"https:nowhere\"}",
                "{\"token_keys\":{\"https://a.example\":\"file:///keys\"}}",
                "{\"unheard_of\":\"https://example.com\"}"
            })
    void servicesWithoutTlsOrOfAnotherShapeAreMalformed(String json) {
        assertThatThrownBy(() -> CollateralServices.parse(Bytes.utf8(json)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void whatIsLeftOutOfTheServicesIsTheVendorsOwn() {
        assertThat(CollateralServices.parse(Bytes.utf8("{}")))
                .isEqualTo(CollateralServices.VENDORS);
    }

    private CollateralStore store() {
        return store(vendors.all());
    }

    private CollateralStore store(CollateralServices services) {
        var http = new CollateralHttp(vendors.tls());
        return new CollateralStore(services, folder, Optional.of(http), () -> now);
    }

    private CollateralStore offline() {
        return new CollateralStore(vendors.all(), folder, Optional.empty(), () -> now);
    }

    private static SnpReport report() {
        return SnpReport.parse(TURIN.report(Map.of()));
    }

    private static Evidence snp() {
        return new Evidence.Snp(report());
    }

    private static Evidence tdx() {
        return new Evidence.Tdx(TdxQuote.parse(INTEL.tdxQuote(4)));
    }
}
