package dev.sealwright.protocol.token;

import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.merkle.TreeHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Narrows a token, offline, by its holder. Verifiers let a layer only take away, whatever it says;
 * here a layer that claims to give what the token does not have is refused, as the mistake it is.
 */
public final class Attenuation {
    private Attenuation() {}

    /** The layers of a token as it stands, unverified: the last one's holder may narrow it. */
    public static List<Layer> layers(CapabilityToken token) {
        return Layer.of(TreeHash.leaf(token.leaf()), Claims.decode(token.claims()), token.blocks());
    }

    /**
     * The token with one block more.
     *
     * @param holder whose key the token is bound to now
     * @param next whose key it is bound to from here on
     */
    public static CapabilityToken narrow(
            CapabilityToken token, Holder holder, HolderKey next, Caveats caveats) {
        List<Layer> layers = layers(token);
        if (!layers.getLast().holder().equals(holder.key())) {
            throw new MalformedException("the token is bound to another key than this one");
        }
        if (token.blocks().size() >= Claims.decode(token.claims()).depth()) {
            throw new MalformedException("the token may not be narrowed any further");
        }
        for (Layer layer : layers) {
            wider(caveats, layer.caveats())
                    .ifPresent(
                            what -> {
                                throw new MalformedException(
                                        what + " that the token does not allow");
                            });
        }
        List<Block> blocks = new ArrayList<>(token.blocks());
        blocks.add(Block.sign(holder, layers.getLast().id(), next, caveats));
        return new CapabilityToken(
                token.leaf(), token.salt(), token.claims(), token.receipt(), blocks);
    }

    /** What the inner layer names that the outer one does not have. */
    private static Optional<String> wider(Caveats inner, Caveats outer) {
        for (Caveat each : inner.items()) {
            boolean within =
                    switch (each) {
                        case Caveat.Audience(List<String> names) ->
                                outer.find(Caveat.Audience.class)
                                        .map(a -> a.names().containsAll(names))
                                        .orElse(true);
                        case Caveat.Tools(List<String> names) ->
                                outer.find(Caveat.Tools.class)
                                        .map(t -> t.names().containsAll(names))
                                        .orElse(true);
                        case Caveat.Resources(List<String> prefixes) ->
                                outer.find(Caveat.Resources.class)
                                        .map(r -> prefixes.stream().allMatch(r::covers))
                                        .orElse(true);
                        case Caveat.Calls(long most) ->
                                outer.find(Caveat.Calls.class)
                                        .map(c -> most <= c.most())
                                        .orElse(true);
                        case Caveat.Amount(long most) ->
                                outer.find(Caveat.Amount.class)
                                        .map(a -> most <= a.most())
                                        .orElse(true);
                        case Caveat.Expires(Instant time) ->
                                outer.expires().map(end -> !time.isAfter(end)).orElse(true);
                        case Caveat.NotBefore(Instant time) ->
                                outer.find(Caveat.NotBefore.class)
                                        .map(n -> !time.isBefore(n.time()))
                                        .orElse(true);
                        case Caveat.DeniedTools _, Caveat.DeniedResources _, Caveat.Arguments _ ->
                                true;
                    };
            if (!within) {
                return Optional.of(name(each));
            }
        }
        return Optional.empty();
    }

    private static String name(Caveat caveat) {
        return switch (caveat) {
            case Caveat.Audience _ -> "an audience";
            case Caveat.Tools _, Caveat.DeniedTools _ -> "a tool";
            case Caveat.Resources _, Caveat.DeniedResources _ -> "a resource";
            case Caveat.Arguments _ -> "an argument";
            case Caveat.Calls _ -> "a number of calls";
            case Caveat.Amount _ -> "an amount";
            case Caveat.NotBefore _, Caveat.Expires _ -> "a time";
        };
    }
}
