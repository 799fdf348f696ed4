package dev.sealwright.protocol.token;

import static dev.sealwright.protocol.token.Tokens.caveats;
import static dev.sealwright.protocol.token.Tokens.reasons;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.token.Denial.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilityTokenTest {
    private static final CapabilityRequest SEARCH = CapabilityRequest.of("search");

    private final Tokens tokens = new Tokens();
    private final TestHolder ada = TestHolder.ed25519();
    private final TestHolder ben = TestHolder.p256();

    private static Caveats everyKind() {
        var limits = new TreeMap<String, ArgumentLimit>();
        limits.put("count", new ArgumentLimit.Between(-1, 300));
        limits.put("mode", ArgumentLimit.oneOf(List.of("fast", "exact")));
        limits.put("path", ArgumentLimit.under(List.of("/srv/data/")));
        return caveats(
                new Caveat.DeniedTools(List.of("shell")),
                new Caveat.Resources(List.of("https://files.example/a/", "repo:web/")),
                new Caveat.DeniedResources(List.of("repo:web/secret/")),
                new Caveat.Arguments(new TreeMap<>(Map.of("git.push", limits))),
                new Caveat.NotBefore(World.NOW),
                new Caveat.Expires(World.NOW.plusSeconds(1800)));
    }

    private CapabilityToken twice() {
        CapabilityToken token = tokens.issue(ada, 2, everyKind());
        CapabilityToken narrow =
                Attenuation.narrow(
                        token,
                        ada,
                        ben.key(),
                        Caveats.of(List.of(new Caveat.Tools(List.of("search")))));
        return Attenuation.narrow(narrow, ben, ada.key(), Caveats.NONE);
    }

    @Test
    void aTokenIsReadAsItWasWritten() {
        CapabilityToken token = twice();
        assertThat(CapabilityToken.decode(token.encode())).isEqualTo(token);
        assertThat(CapabilityToken.parse(token.text())).isEqualTo(token);
        assertThat(Claims.decode(token.claims()).caveats()).isEqualTo(everyKind());
        assertThat(reasons(tokens.verify(token, ada, SEARCH))).isEmpty();
    }

    @Test
    void noTokenThatWasTouchedAllowsAnything() {
        CapabilityToken token = twice();
        byte[] encoded = token.encode().toArray();
        Random random = new Random(42);
        for (int at = 0; at < encoded.length; at++) {
            byte[] other = encoded.clone();
            other[at] ^= (byte) (1 + random.nextInt(255));
            refuses(Bytes.of(other));
            if (at % 16 == 0) {
                refuses(token.encode().slice(0, at));
            }
        }
        refuses(Bytes.concat(token.encode(), Bytes.zeros(1)));
    }

    private void refuses(Bytes other) {
        TokenVerdict verdict =
                tokens.verifier.verify(other, Tokens.by(ada), SEARCH, Tokens.policy(), World.NOW);
        assertThat(verdict).isInstanceOf(TokenVerdict.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void fuzzedTokensAreRefusedAndNothingElseIsThrown(long seed) {
        Random random = new Random(seed);
        byte[] encoded = twice().encode().toArray();
        for (int round = 0; round < 3_000; round++) {
            byte[] other = encoded.clone();
            for (int edits = 1 + random.nextInt(6); edits > 0; edits--) {
                other[random.nextInt(other.length)] = (byte) random.nextInt(256);
            }
            Bytes input = Bytes.of(other);
            if (input.equals(Bytes.of(encoded))) {
                continue;
            }
            refuses(random.nextInt(4) == 0 ? input.slice(0, random.nextInt(other.length)) : input);
        }
    }

    @Test
    void anUnknownCaveatRefusesTheToken() {
        CapabilityToken token = tokens.issue(ada, 1, caveats());
        var unknown = new LinkedHashMap<CborValue, CborValue>();
        unknown.put(CborValue.of(11), CborValue.of(1));
        Bytes content =
                CborWriter.encode(
                        CborValue.array(
                                CborValue.of(ada.key().spki()), new CborValue.Dictionary(unknown)));
        Bytes parent = Attenuation.layers(token).getFirst().id();
        Block block = new Block(content, ada.sign(Block.message(parent, content)));
        var with =
                new CapabilityToken(
                        token.leaf(),
                        token.salt(),
                        token.claims(),
                        token.receipt(),
                        List.of(block));
        assertThat(reasons(tokens.verify(with, ada, SEARCH))).containsExactly(Reason.MALFORMED);
    }

    @Test
    void eachPartOfATokenIsBounded() {
        List<CborValue> parts =
                new ArrayList<>(
                        CborReader.strict(twice().encode(), CapabilityToken.MAX_SIZE)
                                .asArray("a token"));
        for (int i = 0; i < parts.size(); i++) {
            List<CborValue> less = new ArrayList<>(parts);
            less.remove(i);
            malformed(less);
            List<CborValue> other = new ArrayList<>(parts);
            other.set(i, new CborValue.Null());
            malformed(other);
        }
        assertThatThrownBy(() -> CapabilityToken.decode(Bytes.zeros(CapabilityToken.MAX_SIZE + 1)))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> CapabilityToken.parse("swt2_AA"))
                .isInstanceOf(MalformedException.class);
    }

    private static void malformed(List<CborValue> parts) {
        Bytes encoded = CborWriter.encode(new CborValue.Array(parts));
        assertThatThrownBy(() -> CapabilityToken.decode(encoded))
                .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a//b",
                "a/../b",
                "..",
                "./a",
                "a\\b",
                "a/%2e%2e/b",
                "a%2Fb",
                "https://",
                "é",
                "",
                "https:///a",
                "a%252e"
            })
    void aResourceThatCanBeReadInTwoWaysIsRefused(String name) {
        assertThatThrownBy(() -> CapabilityRequest.of("search", name))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void aPresentationIsReadAsItWasWritten() {
        CapabilityToken token = tokens.issue(ben, 0, caveats());
        var challenged = (Possession.Challenged) Tokens.challenged(token, ben, SEARCH);
        var presentation = new Presentation(token.encode(), challenged.answer());
        assertThat(Presentation.parse(presentation.text())).isEqualTo(presentation);
        byte[] encoded = presentation.encode().toArray();
        for (int at = 0; at < encoded.length; at++) {
            byte[] other = encoded.clone();
            other[at] ^= 1;
            Bytes changed = Bytes.of(other);
            try {
                assertThat(Presentation.decode(changed)).isNotEqualTo(presentation);
            } catch (MalformedException e) {
                assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(200);
            }
        }
    }

    @Test
    void onlyTheTwoKindsOfKeysHold() {
        assertThat(ada.key().isEd25519()).isTrue();
        assertThat(ben.key().isEd25519()).isFalse();
        Bytes p384 = Bytes.of(World.p384().getPublic().getEncoded());
        assertThatThrownBy(() -> new HolderKey(p384)).isInstanceOf(MalformedException.class);
        Bytes smallOrder = Bytes.concat(Bytes.fromHex("302a300506032b6570032100"), Bytes.zeros(32));
        assertThatThrownBy(() -> new HolderKey(smallOrder)).isInstanceOf(MalformedException.class);
        Bytes offCurve =
                Bytes.concat(ben.key().spki().slice(0, 27), Bytes.fromHex("01".repeat(64)));
        assertThat(new HolderKey(offCurve).verifies(Bytes.EMPTY, Bytes.zeros(64))).isFalse();
    }

    @Test
    void thumbprintsAreThoseOfTheirRfcs() {
        // RFC 8037 appendix A.3
        var key =
                new HolderKey(
                        Bytes.concat(
                                Bytes.fromHex("302a300506032b6570032100"),
                                Bytes.fromBase64Url(
                                        "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo")));
        assertThat(key.thumbprint()).isEqualTo("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }
}
