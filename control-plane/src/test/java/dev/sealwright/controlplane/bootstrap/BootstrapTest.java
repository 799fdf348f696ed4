package dev.sealwright.controlplane.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.enrol.Minter;
import dev.sealwright.controlplane.enrol.TestHost;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BootstrapTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final Minter ACME = new Minter(SERVICE, "acme");
    private static final Minter OTHER = new Minter(SERVICE, "other");

    @BeforeAll
    static void organisations() {
        ACME.prepare();
        OTHER.prepare();
    }

    @Test
    void mintingAnswersWithALeafOfTheLogThatNamesTheKey() {
        BootstrapSeed seed = TestHost.seed();
        Answer answer = ACME.mint(seed);

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        Json body = answer.json();
        VerifiedLeaf leaf =
                new ReceiptVerifier(SERVICE.anchors())
                        .verify(
                                Bytes.fromBase64Url(body.text("leaf")),
                                Receipt.parse(body.text("receipt")));
        LeafBody.Bootstrap bootstrap = leaf.expect(LeafBody.Bootstrap.class);
        assertThat(bootstrap.key()).isEqualTo(seed.publicKey());
        assertThat(bootstrap.validity().length()).isEqualTo(Duration.ofMinutes(15));
        assertThat(body.text("state")).isEqualTo("issued");
        assertThat(body.text("install_url_prefix"))
                .isEqualTo("https://localhost:8444/install/" + seed.id().text());
        assertThat(answer.header("Sealwright-Receipt")).startsWith("index=" + leaf.index());
    }

    @Test
    void mintingOneKeyTwiceIsMintingItOnce() {
        BootstrapSeed seed = TestHost.seed();
        Answer first = ACME.mint(seed);
        Answer second = ACME.mint(seed);

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.json().text("leaf")).isEqualTo(first.json().text("leaf"));
    }

    @Test
    void aKeyIsMintedForOneOrganisationOnly() {
        BootstrapSeed seed = TestHost.seed();
        ACME.mint(seed);

        assertThat(OTHER.mint(seed).problem()).isEqualTo("conflict");
    }

    @Test
    void whatCannotBeMintedIsRefusedWithThePlaceOfTheMistake() {
        String key = TestHost.seed().publicKey().base64Url();
        for (String body :
                List.of(
                        "{\"sandbox_spec\":\"nowhere\",\"public_key\":\"" + key + "\"}",
                        "{\"sandbox_spec\":\"agent\",\"public_key\":\"AAAA\"}",
                        "{\"sandbox_spec\":\"agent\",\"public_key\":\"" + key.substring(1) + "*\"}",
                        "{\"sandbox_spec\":\"agent\",\"public_key\":\""
                                + key
                                + "\",\"ttl_seconds\":3601}",
                        "{\"sandbox_spec\":\"agent\",\"public_key\":\""
                                + key
                                + "\",\"ttl_seconds\":59}",
                        "{\"sandbox_spec\":\"agent\",\"public_key\":\""
                                + key
                                + "\",\"seed\":\"x\"}",
                        "{\"sandbox_spec\":\"agent\"}")) {
            Answer answer = ACME.mint(body);
            assertThat(answer.status()).as(body + answer.text()).isEqualTo(422);
            assertThat(answer.json().items("errors")).isNotEmpty();
        }
    }

    @Test
    void theRegistryTellsIssuedBurnedAndExpired() {
        Minter fresh = new Minter(SERVICE, "registry");
        fresh.prepare();
        BootstrapSeed expired = fresh.minted();
        SERVICE.clock().advance(Duration.ofSeconds(961));
        BootstrapSeed burned = fresh.minted();
        TestHost.certificate(new TestHost(SERVICE).enrol(burned));
        BootstrapSeed issued = fresh.minted();

        assertThat(ids(fresh, "?state=expired")).containsExactly(expired.id().text());
        assertThat(ids(fresh, "?state=burned")).containsExactly(burned.id().text());
        assertThat(ids(fresh, "?state=issued")).containsExactly(issued.id().text());
        assertThat(ids(fresh, ""))
                .containsExactly(expired.id().text(), burned.id().text(), issued.id().text());
        assertThat(fresh.get("/bootstraps?state=lost").status()).isEqualTo(422);
        Json page = fresh.get("/bootstraps?limit=2").json();
        assertThat(ids(fresh, "?limit=2&cursor=" + page.text("next_cursor")))
                .containsExactly(issued.id().text());
        assertThat(fresh.get("/bootstraps/" + burned.id().text()).json().text("state"))
                .isEqualTo("burned");
        assertThat(OTHER.get("/bootstraps/" + burned.id().text()).problem()).isEqualTo("not-found");
    }

    private static List<String> ids(Minter minter, String query) {
        return minter.get("/bootstraps" + query).json().items("items").stream()
                .map(item -> item.text("id"))
                .toList();
    }
}
