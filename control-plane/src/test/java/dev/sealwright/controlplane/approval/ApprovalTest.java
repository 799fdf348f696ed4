package dev.sealwright.controlplane.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.controlplane.Answer;
import dev.sealwright.controlplane.Client;
import dev.sealwright.controlplane.Json;
import dev.sealwright.controlplane.RunningService;
import dev.sealwright.controlplane.log.LeafRef;
import dev.sealwright.controlplane.log.Log;
import dev.sealwright.controlplane.log.SignedLog;
import dev.sealwright.controlplane.storage.Storage;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.history.AuthorityHistory;
import dev.sealwright.protocol.leaf.AuthorityBody;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.LeafCodec;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.policy.CompiledPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An organisation whose security team holds keys that the service does not. */
class ApprovalTest {
    @RegisterExtension static final RunningService SERVICE = new RunningService();

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String org = "acme" + COUNT.incrementAndGet();
    private final String base = "/v1/orgs/" + org;
    private final Authority authority = Authority.ed25519();

    @BeforeEach
    void anOrganisationWithASpec() {
        done(admin().put(base, "{}"));
        done(admin().put(base + "/policies/support", "{\"ttl_seconds\":3600}"));
        done(admin().put(base + "/sandbox-specs/web", "{\"policy\":\"support\"}"));
    }

    private static Client admin() {
        return SERVICE.admin();
    }

    private static Answer done(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        return answer;
    }

    private Instant now() {
        return SERVICE.clock().instant();
    }

    private void theFirstKey() {
        assertThat(put("security", authority).status()).isEqualTo(201);
    }

    private Answer put(String name, Authority key) {
        return admin().put(base + "/authority-keys/" + name, key.registration());
    }

    private String awaiting(Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(423);
        assertThat(answer.problem()).isEqualTo("awaiting-approval");
        String approval = answer.header("Location");
        assertThat(approval).startsWith(base + "/approvals/");
        assertThat(answer.json().text("detail")).contains(approval);
        return approval;
    }

    private static String mintBody(int seed) {
        try (BootstrapSeed made = BootstrapSeed.of(Sha256.of(Bytes.uint64(seed)).toArray())) {
            return "{\"sandbox_spec\":\"web\",\"public_key\":\""
                    + made.publicKey().base64Url()
                    + "\"}";
        }
    }

    private Answer mint(int seed) {
        return admin().post(base + "/bootstraps", mintBody(seed));
    }

    private List<Leaf> leaves() {
        return SERVICE
                .bean(SignedLog.class)
                .leaves(0, SERVICE.bean(Log.class).status().size())
                .stream()
                .map(leaf -> LeafCodec.decode(leaf.bytes()))
                .toList();
    }

    private long count(Class<? extends LeafBody> type, String approval) {
        Bytes tag = Bytes.fromBase64Url(admin().get(approval).json().text("org_tag"));
        return leaves().stream()
                .filter(leaf -> leaf.org().equals(tag) && type.isInstance(leaf.body()))
                .count();
    }

    // ---- keys ----

    @Test
    void theFirstKeyIsRegisteredByAnAdministratorAlone() {
        Answer registered = put("security", authority);

        assertThat(registered.status()).as(registered.text()).isEqualTo(201);
        assertThat(registered.header("Sealwright-Receipt")).startsWith("index=");
        Json key = admin().get(base + "/authority-keys/security").json();
        assertThat(key.text("key_id")).isEqualTo(authority.keyId());
        assertThat(key.text("algorithm")).isEqualTo("Ed25519");
        assertThat(put("security", authority).status()).isEqualTo(200);
    }

    @Test
    void everyKeyAfterTheFirstIsApprovedByOneThatIsThere() {
        theFirstKey();
        Authority second = Authority.p256();
        String approval = awaiting(put("second", second));
        assertThat(admin().get(base + "/authority-keys/second").problem()).isEqualTo("not-found");
        assertThat(awaiting(put("second", second))).isEqualTo(approval);

        done(authority.sign(admin(), approval, now()));

        assertThat(admin().get(base + "/authority-keys/second").json().text("algorithm"))
                .isEqualTo("P-256");
        assertThat(put("second", second).status()).isEqualTo(200);
        assertThat(
                        admin().get(base + "/authority-keys").json().items("items").stream()
                                .map(key -> key.text("name")))
                .containsExactly("second", "security");
        String removal = awaiting(admin().delete(base + "/authority-keys/security"));
        done(second.sign(admin(), removal, now()));
        assertThat(admin().delete(base + "/authority-keys/security").status()).isEqualTo(204);
        assertThat(admin().get(base + "/authority-keys/security").problem()).isEqualTo("not-found");
    }

    @Test
    void aKeyThatWasRemovedApprovesNothing() {
        theFirstKey();
        Authority second = Authority.p256();
        done(authority.sign(admin(), awaiting(put("second", second)), now()));
        String removal = awaiting(admin().delete(base + "/authority-keys/second"));
        done(authority.sign(admin(), removal, now()));

        Answer refused = second.sign(admin(), awaiting(mint(1)), now());

        assertThat(refused.json().items("errors").getFirst().text("pointer")).isEqualTo("/key_id");
    }

    @Test
    void aNameKeepsItsKeyAndAKeyItsName() {
        theFirstKey();

        assertThat(put("security", Authority.p256()).problem()).isEqualTo("conflict");
        assertThat(put("other", authority).problem()).isEqualTo("conflict");
    }

    @Test
    void onlyEd25519AndP256AreTaken() {
        for (Authority other : List.of(Authority.of("EC", 384), Authority.of("RSA", 2048))) {
            assertThat(put("security", other).problem()).isEqualTo("invalid-request");
        }
        assertThat(
                        admin().put(base + "/authority-keys/security", "{\"public_key\":\"AAAA\"}")
                                .problem())
                .isEqualTo("invalid-request");
    }

    @Test
    void anOrganisationWithAKeyIsNotRemovedUnderIt() {
        theFirstKey();
        done(admin().delete(base + "/sandbox-specs/web"));
        done(admin().delete(base + "/policies/support"));

        assertThat(admin().delete(base).json().text("detail")).contains("authority keys");
    }

    // ---- bootstraps ----

    @Test
    void aBootstrapTakesEffectOnceItWasSignedAndOnce() {
        theFirstKey();
        String approval = awaiting(mint(2));
        assertThat(awaiting(mint(2))).isEqualTo(approval);
        assertThat(admin().get(base + "/bootstraps").json().items("items")).isEmpty();
        assertThat(count(LeafBody.Bootstrap.class, approval)).isZero();

        Answer signed = authority.sign(admin(), approval, now());

        assertThat(signed.status()).as(signed.text()).isEqualTo(200);
        assertThat(signed.json().text("state")).isEqualTo("approved");
        assertThat(signed.header("Sealwright-Receipt")).startsWith("index=");
        assertThat(mint(2).status()).isEqualTo(200);
        done(authority.sign(admin(), approval, now()));
        assertThat(admin().get(base + "/bootstraps").json().items("items")).hasSize(1);
        assertThat(count(LeafBody.Bootstrap.class, approval)).isOne();
        assertThat(count(AuthorityBody.Approval.class, approval)).isOne();
    }

    @Test
    void aHostThatAsksBeforeItWasSignedFindsNothingAndStopsNobody() {
        theFirstKey();
        String approval = awaiting(mint(13));
        try (BootstrapSeed seed = BootstrapSeed.of(Sha256.of(Bytes.uint64(13)).toArray())) {
            String ask = "{\"id\":\"" + seed.id().text() + "\"}";

            assertThat(SERVICE.hosts().post("/v1/enrolments", ask).problem())
                    .isEqualTo("not-found");
            assertThat(SERVICE.people().get("/ready").status()).isEqualTo(200);
            done(authority.sign(admin(), approval, now()));
            assertThat(SERVICE.hosts().post("/v1/enrolments", ask).status()).isEqualTo(200);
        }
    }

    @Test
    void itMayBeSignedUntilTheBootstrapsOwnTimeIsOver() {
        theFirstKey();
        String approval = awaiting(mint(3));
        SERVICE.clock().advance(Duration.ofMinutes(14));

        done(authority.sign(admin(), approval, now()));
        assertThat(mint(3).status()).isEqualTo(200);

        String late = awaiting(mint(4));
        SERVICE.clock().advance(Duration.ofMinutes(16));
        assertThat(admin().get(late).json().text("state")).isEqualTo("expired");
        assertThat(authority.sign(admin(), late, now()).problem()).isEqualTo("conflict");
        assertThat(awaiting(mint(4))).isNotEqualTo(late);
    }

    @Test
    void aSignatureOverAnythingElseIsRefusedAndNothingChanges() {
        theFirstKey();
        String one = awaiting(mint(5));
        String other = awaiting(mint(6));
        Instant soon = now().plusSeconds(600);
        String forOther = authority.signature(admin().get(other).json(), soon);

        assertThat(admin().post(one + "/signature", forOther).problem()).isEqualTo("proof-invalid");
        String foreign = Authority.ed25519().signature(admin().get(one).json(), soon);
        assertThat(
                        admin().post(
                                        one + "/signature",
                                        foreign.replaceAll(
                                                "\"key_id\":\"[^\"]*\"",
                                                "\"key_id\":\"" + authority.keyId() + "\""))
                                .problem())
                .isEqualTo("proof-invalid");
        String tooLong = authority.signature(admin().get(one).json(), now().plusSeconds(3700));
        assertThat(admin().post(one + "/signature", tooLong).problem())
                .isEqualTo("invalid-request");
        assertThat(admin().get(one).json().text("state")).isEqualTo("pending");
        done(authority.sign(admin(), one, now()));
    }

    @Test
    void whatWasRejectedIsNotSignedAndCanBeAskedForAgain() {
        theFirstKey();
        String approval = awaiting(mint(7));

        assertThat(done(admin().post(approval + "/rejection")).json().text("state"))
                .isEqualTo("rejected");
        assertThat(authority.sign(admin(), approval, now()).problem()).isEqualTo("conflict");
        String again = awaiting(mint(7));
        assertThat(again).isNotEqualTo(approval);
        done(authority.sign(admin(), again, now()));
        assertThat(admin().post(again + "/rejection").problem()).isEqualTo("conflict");
    }

    @Test
    void whatWaitsIsListedAndLogged() {
        theFirstKey();
        String one = awaiting(mint(8));
        String two = awaiting(mint(9));
        done(admin().post(one + "/rejection"));

        List<Json> pending = admin().get(base + "/approvals?state=pending").json().items("items");
        List<Json> all = admin().get(base + "/approvals?limit=1").json().items("items");

        assertThat(pending).extracting(each -> each.text("type")).contains("bootstrap");
        assertThat(pending)
                .extracting(each -> base + "/approvals/" + each.text("id"))
                .contains(two)
                .doesNotContain(one);
        assertThat(all).hasSize(1);
        String kinds = admin().get("/audit/entries?org=" + org + "&limit=100").text();
        assertThat(kinds).contains("approval.requested", "approval.rejected");
    }

    @Test
    void whoIsNoMemberSeesNothing() {
        theFirstKey();
        String approval = awaiting(mint(10));
        done(admin().put("/v1/orgs/other", "{}"));

        String elsewhere = approval.replace(base, "/v1/orgs/other");
        assertThat(admin().get(elsewhere).problem()).isEqualTo("not-found");
        assertThat(SERVICE.people().get(approval).problem()).isEqualTo("unauthenticated");
    }

    // ---- policies ----

    @Test
    void aPolicyIsStoredAtOnceAndReachesHostsOnceItWasSigned() {
        theFirstKey();
        Answer put =
                done(
                        admin().put(
                                        base + "/policies/support",
                                        "{\"ttl_seconds\":3600,\"tools\":{\"block\":[\"sh\"]}}"));
        List<Json> approvals = put.json().items("approvals");
        assertThat(approvals).hasSize(1);
        String approval = base + "/approvals/" + approvals.getFirst().node().getStringValue();
        assertThat(count(LeafBody.Policy.class, approval)).isZero();

        Json shown = admin().get(approval).json();
        Bytes compiled = Bytes.fromBase64Url(shown.text("policy"));
        Bytes digest = SaltedDigest.of(Bytes.fromBase64Url(shown.text("salt")), compiled);
        assertThat(CompiledPolicy.decode(compiled).tools().block()).containsExactly("sh");
        assertThat(Bytes.fromBase64Url(shown.text("body")).hex()).contains(digest.hex());

        done(authority.sign(admin(), approval, now()));

        assertThat(count(LeafBody.Policy.class, approval)).isOne();
        assertThat(admin().get(base + "/policies/support").json().items("approvals")).isEmpty();
    }

    @Test
    void aChangedPolicyTakesThePlaceOfWhatWaited() {
        theFirstKey();
        String first =
                done(admin().put(base + "/policies/support", "{\"ttl_seconds\":3000}"))
                        .json()
                        .items("approvals")
                        .getFirst()
                        .node()
                        .getStringValue();
        String second =
                done(admin().put(base + "/policies/support", "{\"ttl_seconds\":3001}"))
                        .json()
                        .items("approvals")
                        .getFirst()
                        .node()
                        .getStringValue();

        assertThat(second).isNotEqualTo(first);
        assertThat(admin().get(base + "/approvals/" + first).json().text("state"))
                .isEqualTo("superseded");
        assertThat(authority.sign(admin(), base + "/approvals/" + first, now()).problem())
                .isEqualTo("conflict");
    }

    // ---- the log ----

    @Test
    void theLogAsAWholeAgreesWithItsAuthorities() {
        theFirstKey();
        done(authority.sign(admin(), awaiting(mint(11)), now()));
        AuthorityHistory history = new AuthorityHistory(SERVICE.anchors().origin());

        assertThat(leaves().stream().flatMap(leaf -> history.add(leaf).stream())).isEmpty();
    }

    @Test
    void anInterruptedApprovalIsCarriedOn() {
        theFirstKey();
        String path = awaiting(mint(12));
        Approvals approvals = SERVICE.bean(Approvals.class);
        Json shown = admin().get(path).json();
        Approval approval =
                approvals
                        .find(
                                Bytes.fromBase64Url(shown.text("org_tag")),
                                UUID.fromString(shown.text("id")))
                        .orElseThrow();
        Instant expires = now().plusSeconds(600);
        theSignatureIsLogged(approval, Json.parse(authority.signature(shown, expires)), expires);
        assertThat(admin().get(path).json().text("state")).isEqualTo("signed");

        SERVICE.bean(ApprovalSweep.class).sweep();

        assertThat(admin().get(path).json().text("state")).isEqualTo("approved");
        assertThat(mint(12).status()).isEqualTo(200);
    }

    /** As a service that was killed between its two steps leaves it. */
    private static void theSignatureIsLogged(Approval approval, Json signature, Instant expires) {
        AuthorityBody.Approval body =
                new AuthorityBody.Approval(
                        SERVICE.bean(Approvals.class).approvable(approval).subject(),
                        Bytes.fromBase64Url(signature.text("key_id")),
                        expires,
                        Bytes.fromBase64Url(signature.text("signature")));
        Log log = SERVICE.bean(Log.class);
        log.await(
                SERVICE.bean(Storage.class)
                        .write(
                                connection -> {
                                    LeafRef ref = log.propose(approval.org(), body);
                                    ApprovalTable.sign(
                                            connection, approval.id(), Optional.of(ref.id()));
                                    return ref;
                                }));
    }
}
