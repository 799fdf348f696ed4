package dev.sealwright.protocol.token;

import static dev.sealwright.protocol.token.Tokens.AUDIENCE;
import static dev.sealwright.protocol.token.Tokens.NONCE;
import static dev.sealwright.protocol.token.Tokens.caveats;
import static dev.sealwright.protocol.token.Tokens.reasons;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.receipt.PackedReceipt;
import dev.sealwright.protocol.token.Denial.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
    private static final CapabilityRequest SEARCH = CapabilityRequest.of("search");

    private final Tokens tokens = new Tokens();
    private final TestHolder ada = TestHolder.ed25519();
    private final TestHolder ben = TestHolder.p256();

    private List<Reason> refusals(
            CapabilityToken token,
            Possession possession,
            CapabilityRequest request,
            TokenPolicy policy,
            Instant now) {
        return reasons(tokens.verifier.verify(token.encode(), possession, request, policy, now));
    }

    private List<Reason> refusals(CapabilityToken token, CapabilityRequest request) {
        return reasons(tokens.verify(token, ada, request));
    }

    @Test
    void aTokenAllowsWhatItSaysAndNothingElse() {
        CapabilityToken token =
                tokens.issue(ada, 0, caveats(new Caveat.Resources(List.of("repo:web/src/"))));
        assertThat(tokens.verify(token, ada, SEARCH)).isInstanceOf(TokenVerdict.Allowed.class);
        assertThat(refusals(token, CapabilityRequest.of("search", "repo:web/src/a"))).isEmpty();
        assertThat(refusals(token, CapabilityRequest.of("shell"))).containsExactly(Reason.TOOL);
        assertThat(refusals(token, CapabilityRequest.of("search", "repo:web/srcs")))
                .containsExactly(Reason.RESOURCE);
        assertThat(refusals(token, CapabilityRequest.of("shell", "repo:web")))
                .containsExactlyInAnyOrder(Reason.TOOL, Reason.RESOURCE);
    }

    @Test
    void withoutResourcesNoneIsAllowed() {
        CapabilityToken token = tokens.issue(ada, 0, caveats());
        assertThat(refusals(token, CapabilityRequest.of("search", "repo:web")))
                .containsExactly(Reason.RESOURCE);
    }

    @Test
    void aDenialWinsOverWhateverAllows() {
        CapabilityToken token =
                tokens.issue(
                        ada,
                        0,
                        caveats(
                                new Caveat.DeniedTools(List.of("git.push")),
                                new Caveat.Resources(List.of("repo:web/")),
                                new Caveat.DeniedResources(List.of("repo:web/secret/"))));
        assertThat(refusals(token, CapabilityRequest.of("git.push"))).containsExactly(Reason.TOOL);
        assertThat(refusals(token, CapabilityRequest.of("search", "repo:web/secret/a")))
                .containsExactly(Reason.RESOURCE);
        assertThat(refusals(token, CapabilityRequest.of("search", "repo:web/")))
                .as("all of it, the denied part too")
                .containsExactly(Reason.RESOURCE);
        assertThat(refusals(token, CapabilityRequest.of("search", "repo:web/open"))).isEmpty();
    }

    @Test
    void aLimitedArgumentMustBeThereAndWithinItsLimit() {
        var limits = new TreeMap<String, ArgumentLimit>();
        limits.put("count", new ArgumentLimit.Between(1, 10));
        limits.put("mode", ArgumentLimit.oneOf(List.of("fast", "exact")));
        limits.put("path", ArgumentLimit.under(List.of("/srv/data/")));
        CapabilityToken token =
                tokens.issue(
                        ada,
                        0,
                        caveats(new Caveat.Arguments(new TreeMap<>(Map.of("search", limits)))));
        assertThat(refusals(token, call(5, "fast", "/srv/data/x"))).isEmpty();
        assertThat(refusals(token, call(11, "fast", "/srv/data/x")))
                .containsExactly(Reason.ARGUMENT);
        assertThat(refusals(token, call(5, "slow", "/srv/data/x")))
                .containsExactly(Reason.ARGUMENT);
        assertThat(refusals(token, call(5, "fast", "/srv/data/../x")))
                .containsExactly(Reason.ARGUMENT);
        assertThat(refusals(token, SEARCH)).containsExactly(Reason.ARGUMENT);
        assertThat(refusals(token, CapabilityRequest.of("git.push"))).isEmpty();
    }

    private static CapabilityRequest call(long count, String mode, String path) {
        var arguments = new TreeMap<String, ArgumentValue>();
        arguments.put("count", new ArgumentValue.Whole(count));
        arguments.put("mode", new ArgumentValue.Text(mode));
        arguments.put("path", new ArgumentValue.Text(path));
        return new CapabilityRequest("search", List.of(), arguments, 0, Optional.empty());
    }

    @Test
    void whoeverDoesNotShowTheKeyIsRefused() {
        CapabilityToken token = tokens.issue(ada, 0, caveats());
        Possession right = Tokens.challenged(token, ada, SEARCH);
        assertThat(refusals(token, right, SEARCH, Tokens.policy(), World.NOW)).isEmpty();
        assertThat(
                        refusals(
                                token,
                                Tokens.challenged(token, ben, SEARCH),
                                SEARCH,
                                Tokens.policy(),
                                World.NOW))
                .containsExactly(Reason.POSSESSION);
        assertThat(
                        refusals(
                                token,
                                right,
                                CapabilityRequest.of("git.push"),
                                Tokens.policy(),
                                World.NOW))
                .as("signed for another request")
                .containsExactly(Reason.POSSESSION);
        assertThat(refusals(token, right, SEARCH, Tokens.policy(), World.NOW.plusSeconds(61)))
                .as("signed too long ago")
                .containsExactly(Reason.POSSESSION);
        var answer = ((Possession.Challenged) right).answer();
        assertThat(
                        refusals(
                                token,
                                new Possession.Challenged(Bytes.zeros(32), answer),
                                SEARCH,
                                Tokens.policy(),
                                World.NOW))
                .as("signed for another challenge")
                .containsExactly(Reason.POSSESSION);
        assertThat(refusals(token, Tokens.by(ben), SEARCH, Tokens.policy(), World.NOW))
                .containsExactly(Reason.POSSESSION);
    }

    @Test
    void aConnectionIsSignedForOnce() {
        CapabilityToken token = tokens.issue(ben, 0, caveats());
        Bytes exporter = Bytes.fromHex("e0".repeat(32));
        Bytes layer = Attenuation.layers(token).getLast().id();
        Bytes signature = ben.sign(Possession.channelMessage(layer, AUDIENCE, exporter));
        assertThat(
                        refusals(
                                token,
                                new Possession.Channel(exporter, signature),
                                SEARCH,
                                Tokens.policy(),
                                World.NOW))
                .isEmpty();
        assertThat(
                        refusals(
                                token,
                                new Possession.Channel(Bytes.zeros(32), signature),
                                SEARCH,
                                Tokens.policy(),
                                World.NOW))
                .containsExactly(Reason.POSSESSION);
    }

    @Test
    void aTokenIsForItsAudienceOrgAndTime() {
        CapabilityToken token = tokens.issue(ada, 0, caveats());
        TokenPolicy policy = Tokens.policy();
        var elsewhere =
                new TokenPolicy(
                        World.ORG,
                        "https://else.example",
                        policy.maxAge(),
                        policy.revocations(),
                        Optional.empty());
        assertThat(refusals(token, Tokens.by(ada), SEARCH, elsewhere, World.NOW))
                .containsExactly(Reason.AUDIENCE);
        var others =
                new TokenPolicy(
                        Bytes.zeros(16),
                        AUDIENCE,
                        policy.maxAge(),
                        policy.revocations(),
                        Optional.empty());
        assertThat(refusals(token, Tokens.by(ada), SEARCH, others, World.NOW))
                .containsExactly(Reason.ORGANISATION);
        assertThat(refusals(token, Tokens.by(ada), SEARCH, policy, World.NOW.plusSeconds(3661)))
                .containsExactly(Reason.EXPIRED);
        assertThat(refusals(token, Tokens.by(ada), SEARCH, policy, World.NOW.minusSeconds(61)))
                .containsExactly(Reason.NOT_YET_VALID);
        var fresh =
                new TokenPolicy(
                        World.ORG,
                        AUDIENCE,
                        Duration.ofMinutes(1),
                        policy.revocations(),
                        Optional.empty());
        assertThat(refusals(token, Tokens.by(ada), SEARCH, fresh, World.NOW.plusSeconds(121)))
                .containsExactly(Reason.TOO_OLD);
    }

    @Test
    void aLongTokenNeedsARevocationList() {
        CapabilityToken token = tokens.issue(ada, 0, caveats());
        TokenPolicy policy = Tokens.policy(new RevocationRule.ShortLived(Duration.ofMinutes(5)));
        assertThat(refusals(token, Tokens.by(ada), SEARCH, policy, World.NOW))
                .containsExactly(Reason.REVOCATIONS);
    }

    @Test
    void aBudgetThatNobodyCountsIsRefused() {
        CapabilityToken token = tokens.issue(ada, 0, caveats(new Caveat.Calls(3)));
        assertThat(refusals(token, SEARCH)).containsExactly(Reason.CALLS);
    }

    @Test
    void whatTheLogDoesNotHoldIsNoToken() {
        CapabilityToken token = tokens.issue(ada, 0, caveats());
        CapabilityToken other = tokens.issue(ben, 0, caveats());
        var swapped =
                new CapabilityToken(
                        token.leaf(), token.salt(), other.claims(), token.receipt(), List.of());
        assertThat(refusals(swapped, SEARCH)).containsExactly(Reason.CLAIMS);
        var moved =
                new CapabilityToken(
                        token.leaf(), token.salt(), token.claims(), other.receipt(), List.of());
        assertThat(refusals(moved, SEARCH)).containsExactly(Reason.RECEIPT);
        CapabilityToken foreign = new Tokens().issue(ada, 0, caveats());
        assertThat(refusals(foreign, SEARCH)).containsExactly(Reason.RECEIPT);
    }

    @Test
    void aLeafOfAnotherTypeIsNoToken() {
        Leaf leaf =
                new Leaf(
                        Bytes.zeros(16),
                        World.NOW,
                        World.ORG,
                        new LeafBody.Event(
                                EventKind.HOST_ENROLLED, EventOutcome.SUCCESS, Bytes.zeros(32)));
        CapabilityToken token = tokens.issue(ada, 0, caveats());
        var event =
                new CapabilityToken(
                        leaf.encode(),
                        token.salt(),
                        token.claims(),
                        PackedReceipt.of(tokens.world.log(leaf.encode())),
                        List.of());
        assertThat(refusals(event, SEARCH)).containsExactly(Reason.RECEIPT);
    }

    @Test
    void anAnswerBelongsToOneTokenAndNotToItsNarrowerForms() {
        CapabilityToken token = tokens.issue(ada, 1, caveats());
        CapabilityToken narrow =
                Attenuation.narrow(
                        token,
                        ada,
                        ada.key(),
                        Caveats.of(List.of(new Caveat.Tools(List.of("search")))));
        Possession forNarrow = Tokens.challenged(narrow, ada, SEARCH);
        assertThat(refusals(narrow, forNarrow, SEARCH, Tokens.policy(), World.NOW)).isEmpty();
        assertThat(refusals(token, forNarrow, SEARCH, Tokens.policy(), World.NOW))
                .as("a block that was cut off")
                .containsExactly(Reason.POSSESSION);
        assertThat(NONCE).hasToString("32 bytes 4e4e4e4e…");
    }

    @Test
    void aRevokedTokenOrLayerIsRefused() {
        CapabilityToken token = tokens.issue(ada, 2, caveats());
        CapabilityToken narrow = Attenuation.narrow(token, ada, ben.key(), Caveats.NONE);
        CapabilityToken narrower = Attenuation.narrow(narrow, ben, ada.key(), Caveats.NONE);
        CapabilityToken sibling =
                Attenuation.narrow(
                        token,
                        ada,
                        ben.key(),
                        Caveats.of(List.of(new Caveat.Tools(List.of("search")))));
        Bytes block = Attenuation.layers(narrow).getLast().id();
        Bytes id = Revocations.id(token);

        var subtree =
                new RevocationRule.Listed(listed(id, Optional.of(block)), Duration.ofHours(1));
        assertThat(refused(token, ada, subtree)).isEmpty();
        assertThat(refused(sibling, ben, subtree)).isEmpty();
        assertThat(refused(narrow, ben, subtree)).containsExactly(Reason.REVOKED);
        assertThat(refused(narrower, ada, subtree)).containsExactly(Reason.REVOKED);

        var whole = new RevocationRule.Listed(listed(id, Optional.empty()), Duration.ofHours(1));
        assertThat(refused(token, ada, whole)).containsExactly(Reason.REVOKED);
        assertThat(refused(sibling, ben, whole)).containsExactly(Reason.REVOKED);

        var stale = new RevocationRule.Listed(listed(id, Optional.empty()), Duration.ofSeconds(-1));
        assertThat(refused(token, ada, stale)).containsExactly(Reason.REVOCATIONS);
    }

    private VerifiedRevocations listed(Bytes token, Optional<Bytes> block) {
        return Revocations.logged(
                        tokens.world, new RevocationList.Entry(token, block, Tokens.HOUR.expires()))
                .verify(tokens.receipts);
    }

    private List<Reason> refused(CapabilityToken token, Holder holder, RevocationRule rule) {
        return refusals(token, Tokens.by(holder), SEARCH, Tokens.policy(rule), World.NOW);
    }
}
