package dev.sealwright.protocol.token;

import static dev.sealwright.protocol.token.Tokens.caveats;
import static dev.sealwright.protocol.token.Tokens.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.token.Denial.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttenuationTest {
    private static final CapabilityRequest SEARCH = CapabilityRequest.of("search");
    private static final List<String> TOOLS = List.of("a", "b", "c", "d");
    private static final List<String> RESOURCES =
            List.of("r:/", "r:/x", "r:/x/", "r:/x/y", "r:/x/y/", "r:/z/");

    private final Tokens tokens = new Tokens();
    private final TestHolder ada = TestHolder.ed25519();
    private final TestHolder ben = TestHolder.p256();

    @Test
    void aTokenIsHandedOnNarrower() {
        CapabilityToken token = tokens.issue(ada, 2, caveats());
        CapabilityToken narrow =
                Attenuation.narrow(
                        token,
                        ada,
                        ben.key(),
                        Caveats.of(List.of(new Caveat.Tools(List.of("search")))));
        CapabilityToken read = CapabilityToken.parse(narrow.text());
        assertThat(reasons(tokens.verify(read, ben, SEARCH))).isEmpty();
        assertThat(reasons(tokens.verify(read, ben, CapabilityRequest.of("git.push"))))
                .containsExactly(Reason.TOOL);
        assertThat(reasons(tokens.verify(read, ada, SEARCH)))
                .as("who handed it on")
                .containsExactly(Reason.POSSESSION);
    }

    @Test
    void onlyTheHolderNarrowsAndOnlySoOften() {
        CapabilityToken token = tokens.issue(ada, 1, caveats());
        assertThatThrownBy(() -> Attenuation.narrow(token, ben, ben.key(), Caveats.NONE))
                .isInstanceOf(MalformedException.class);
        CapabilityToken narrow = Attenuation.narrow(token, ada, ben.key(), Caveats.NONE);
        assertThatThrownBy(() -> Attenuation.narrow(narrow, ben, ada.key(), Caveats.NONE))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("any further");

        Bytes last = Attenuation.layers(narrow).getLast().id();
        List<Block> blocks = new ArrayList<>(narrow.blocks());
        blocks.add(Block.sign(ben, last, ada.key(), Caveats.NONE));
        assertThat(reasons(tokens.verify(with(token, blocks), ada, SEARCH)))
                .containsExactly(Reason.DEPTH);
    }

    private static CapabilityToken with(CapabilityToken token, List<Block> blocks) {
        return new CapabilityToken(
                token.leaf(), token.salt(), token.claims(), token.receipt(), blocks);
    }

    @Test
    void aBlockCountsOnlyWhereItWasSigned() {
        CapabilityToken token = tokens.issue(ada, 2, caveats());
        CapabilityToken other = tokens.issue(ada, 2, caveats());
        CapabilityToken narrow = Attenuation.narrow(token, ada, ben.key(), Caveats.NONE);
        assertThat(reasons(tokens.verify(with(other, narrow.blocks()), ben, SEARCH)))
                .containsExactly(Reason.BLOCK);
        Block forged =
                Block.sign(ben, Attenuation.layers(token).getFirst().id(), ben.key(), Caveats.NONE);
        assertThat(reasons(tokens.verify(with(token, List.of(forged)), ben, SEARCH)))
                .containsExactly(Reason.BLOCK);
    }

    @Test
    void aLayerThatClaimsMoreIsAMistakeAndHasNoEffect() {
        CapabilityToken token = tokens.issue(ada, 1, caveats());
        Caveats more = Caveats.of(List.of(new Caveat.Tools(List.of("search", "shell"))));
        assertThatThrownBy(() -> Attenuation.narrow(token, ada, ada.key(), more))
                .isInstanceOf(MalformedException.class)
                .hasMessage("a tool that the token does not allow");
        Block signed = Block.sign(ada, Attenuation.layers(token).getFirst().id(), ada.key(), more);
        assertThat(
                        reasons(
                                tokens.verify(
                                        with(token, List.of(signed)),
                                        ada,
                                        CapabilityRequest.of("shell"))))
                .containsExactly(Reason.TOOL);
    }

    /** No chain allows what one of its prefixes refuses, whatever the blocks say. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noChainAllowsWhatAPrefixRefuses(long seed) {
        Random random = new Random(seed);
        int allowed = 0;
        for (int round = 0; round < 40; round++) {
            CapabilityToken token = randomToken(random);
            List<CapabilityToken> prefixes = new ArrayList<>(List.of(token));
            for (int depth = random.nextInt(4); depth > 0; depth--) {
                Bytes last = Attenuation.layers(token).getLast().id();
                List<Block> blocks = new ArrayList<>(token.blocks());
                blocks.add(Block.sign(ada, last, ada.key(), randomCaveats(random)));
                token = with(token, blocks);
                prefixes.add(token);
            }
            for (int each = 0; each < 12; each++) {
                CapabilityRequest request = randomRequest(random);
                boolean before = true;
                for (CapabilityToken prefix : prefixes) {
                    boolean now = allows(prefix, request);
                    assertThat(now && !before)
                            .as("%s allowed by a longer chain", request)
                            .isFalse();
                    before = now;
                    allowed += now ? 1 : 0;
                }
            }
        }
        assertThat(allowed).as("requests that were allowed at all").isPositive();
    }

    private boolean allows(CapabilityToken token, CapabilityRequest request) {
        var policy =
                new TokenPolicy(
                        World.ORG,
                        Tokens.AUDIENCE,
                        Tokens.policy().maxAge(),
                        Tokens.policy().revocations(),
                        Optional.of(layer -> new Spent(layer.get(0) & 3, layer.get(1) & 7)));
        return tokens.verifier.verify(token.encode(), Tokens.by(ada), request, policy, World.NOW)
                instanceof TokenVerdict.Allowed;
    }

    private CapabilityToken randomToken(Random random) {
        List<Caveat> caveats = new ArrayList<>();
        caveats.add(new Caveat.Audience(List.of(Tokens.AUDIENCE)));
        caveats.add(new Caveat.Tools(some(random, TOOLS)));
        caveats.add(new Caveat.Resources(some(random, RESOURCES)));
        if (random.nextInt(3) == 0) {
            caveats.add(new Caveat.Calls(random.nextInt(5)));
        }
        return tokens.issue(ada, 8, Caveats.of(caveats));
    }

    private static Caveats randomCaveats(Random random) {
        List<Caveat> caveats = new ArrayList<>();
        maybe(random, caveats, new Caveat.Audience(List.of(Tokens.AUDIENCE)));
        maybe(random, caveats, new Caveat.Audience(List.of("https://else.example")));
        maybe(random, caveats, new Caveat.Tools(some(random, TOOLS)));
        maybe(random, caveats, new Caveat.DeniedTools(some(random, TOOLS)));
        maybe(random, caveats, new Caveat.Resources(some(random, RESOURCES)));
        maybe(random, caveats, new Caveat.DeniedResources(some(random, RESOURCES)));
        maybe(random, caveats, new Caveat.Calls(random.nextInt(5)));
        maybe(random, caveats, new Caveat.Amount(random.nextInt(12)));
        maybe(
                random,
                caveats,
                new Caveat.Expires(World.NOW.plusSeconds(random.nextInt(400) - 200)));
        maybe(
                random,
                caveats,
                new Caveat.NotBefore(World.NOW.plusSeconds(random.nextInt(400) - 200)));
        var limits = new TreeMap<String, ArgumentLimit>();
        limits.put("n", new ArgumentLimit.Between(0, random.nextInt(6)));
        var tools = new TreeMap<String, java.util.SortedMap<String, ArgumentLimit>>();
        tools.put(TOOLS.get(random.nextInt(TOOLS.size())), limits);
        maybe(random, caveats, new Caveat.Arguments(tools));
        return Caveats.of(caveats);
    }

    private static void maybe(Random random, List<Caveat> caveats, Caveat caveat) {
        if (random.nextInt(4) == 0
                && caveats.stream().noneMatch(each -> each.code() == caveat.code())) {
            caveats.add(caveat);
        }
    }

    private static List<String> some(Random random, List<String> all) {
        List<String> some = all.stream().filter(_ -> random.nextBoolean()).toList();
        return some.isEmpty() ? List.of(all.get(random.nextInt(all.size()))) : some;
    }

    private static CapabilityRequest randomRequest(Random random) {
        var arguments = new TreeMap<String, ArgumentValue>();
        if (random.nextBoolean()) {
            arguments.put("n", new ArgumentValue.Whole(random.nextInt(6)));
        }
        return new CapabilityRequest(
                TOOLS.get(random.nextInt(TOOLS.size())),
                random.nextBoolean() ? List.of() : some(random, RESOURCES).subList(0, 1),
                arguments,
                random.nextInt(6),
                Optional.empty());
    }
}
