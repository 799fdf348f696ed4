package dev.sealwright.keyservice.wire;

import dev.sealwright.keyservice.api.TokenDescription;
import dev.sealwright.keyservice.api.TokenDescription.Ability;
import dev.sealwright.keyservice.api.TokenDescription.State;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.cbor.CborValue;
import java.util.Arrays;
import java.util.List;

/** What the token is and can, as it crosses the wire. */
final class TokenCodecs {
    /** {@code [operation, keys, state, needed, tried, detail]} */
    private static final Codec<Ability> ABILITY =
            new Codec<>(
                    ability ->
                            CborValue.array(
                                    CborValue.of(ability.operation()),
                                    CborValue.of(ability.keys()),
                                    CborValue.of(ability.state().text()),
                                    new CborValue.Bool(ability.needed()),
                                    new CborValue.Bool(ability.tried()),
                                    CborValue.of(ability.detail())),
                    value -> {
                        List<CborValue> parts = value.asArray("an ability", 6);
                        return new Ability(
                                parts.get(0).asText("operation"),
                                parts.get(1).asText("keys"),
                                state(parts.get(2).asText("state")),
                                KeyCodecs.bool(parts.get(3)),
                                KeyCodecs.bool(parts.get(4)),
                                parts.get(5).asText("detail"));
                    });

    /** {@code [profile, title, standing, fips, abilities, remarks]} */
    static final Codec<TokenDescription> DESCRIPTION =
            new Codec<>(
                    token ->
                            CborValue.array(
                                    CborValue.of(token.profile()),
                                    CborValue.of(token.title()),
                                    CborValue.of(token.standing()),
                                    new CborValue.Bool(token.fips()),
                                    ABILITY.list().encode().apply(token.abilities()),
                                    Codec.TEXT.list().encode().apply(token.remarks())),
                    value -> {
                        List<CborValue> parts = value.asArray("a token", 6);
                        return new TokenDescription(
                                parts.get(0).asText("profile"),
                                parts.get(1).asText("title"),
                                parts.get(2).asText("standing"),
                                KeyCodecs.bool(parts.get(3)),
                                ABILITY.list().of(parts.get(4)),
                                Codec.TEXT.list().of(parts.get(5)));
                    });

    private TokenCodecs() {}

    private static State state(String text) {
        return Arrays.stream(State.values())
                .filter(state -> state.text().equals(text))
                .findAny()
                .orElseThrow(() -> new MalformedException("an ability in no known state"));
    }
}
