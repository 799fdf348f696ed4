package dev.sealwright.operator.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.attestation.pki.Intel;
import dev.sealwright.attestation.pki.VendorServices;
import dev.sealwright.client.standin.Session;
import dev.sealwright.operator.Sealwright;
import dev.sealwright.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollateralCommandTest {
    private static final Intel INTEL = new Intel();

    @AutoClose private final VendorServices vendors = VendorServices.start();
    @TempDir Path folder;
    private Session session = new Session(0, "", "");

    @BeforeEach
    void files() throws IOException {
        Files.write(quote(), INTEL.tdxQuote(4).toArray());
        Files.writeString(folder.resolve("ca.pem"), VendorServices.authority());
        String here = vendors.address();
        Files.writeString(
                folder.resolve("services.json"),
                "{\"intel\":\"" + here + "\",\"intel_root_list\":\"" + here + "/root.der\"}");
    }

    @Test
    void whatWasFetchedIsUsedByVerifyAndPackedForAMachineWithoutANetwork() {
        vendors.put(INTEL);
        assertThat(fetch()).as("%s", session).isZero();
        assertThat(session.out()).contains("complete");
        vendors.close();
        Path bundle = folder.resolve("bundle.cmw");
        assertThat(
                        run(
                                "attest",
                                "collateral",
                                "bundle",
                                quote().toString(),
                                "--from",
                                store().toString(),
                                "--out",
                                bundle.toString()))
                .isZero();
        assertThat(session.err()).contains("packed 7 pieces");
        assertThat(run("attest", "show", bundle.toString())).isZero();
        // The test's root is not Intel's: it is refused, whatever comes along.
        assertThat(run("attest", "verify", bundle.toString(), "--policy", "none")).isEqualTo(2);
        assertThat(session.out()).contains("root-unknown").doesNotContain("malformed");
    }

    @Test
    void whatCannotBeHadIsNamed() {
        assertThat(fetch()).isEqualTo(4);
        assertThat(session.out()).contains("intel-root.crl: HTTP status 404");
    }

    private int fetch() {
        return run(
                "attest",
                "collateral",
                "fetch",
                quote().toString(),
                "--to",
                store().toString(),
                "--services",
                folder.resolve("services.json").toString(),
                "--services-ca",
                folder.resolve("ca.pem").toString());
    }

    private Path quote() {
        return folder.resolve("quote.bin");
    }

    private Path store() {
        return folder.resolve("store");
    }

    private int run(String... arguments) {
        session =
                Session.run(
                        (surroundings, given) -> Sealwright.program(surroundings, given).run(given),
                        folder,
                        SettableClock.at(Instant.parse("2026-06-01T00:00:00Z")),
                        "",
                        arguments);
        return session.code();
    }
}
