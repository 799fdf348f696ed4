package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tokens of a test's own log, and a verifier of them. */
final class Tokens {
    static final String AUDIENCE = "https://tools.example";
    static final Bytes NONCE = Bytes.fromHex("4e".repeat(32));
    static final Validity HOUR = Validity.starting(World.NOW, Duration.ofHours(1));

    private static final Bytes SALT = Bytes.fromHex("5a".repeat(16));

    final World world = new World();
    final ReceiptVerifier receipts = new ReceiptVerifier(world.verifiedAnchors());
    final TokenVerifier verifier = new TokenVerifier(receipts);
    private int issued;

    static Caveats caveats(Caveat... more) {
        List<Caveat> all =
                new java.util.ArrayList<>(
                        List.of(
                                new Caveat.Audience(List.of(AUDIENCE, "https://xyz.example")),
                                new Caveat.Tools(List.of("git.push", "search"))));
        all.addAll(List.of(more));
        return Caveats.of(all);
    }

    CapabilityToken issue(Holder holder, int depth, Caveats caveats) {
        return issue(new Claims("agent:7", holder.key(), depth, caveats));
    }

    CapabilityToken issue(Claims claims) {
        Bytes id = Uuids.v7(World.NOW, Bytes.concat(Bytes.zeros(2), Bytes.uint64(++issued)));
        Leaf leaf =
                new Leaf(
                        id,
                        World.NOW,
                        World.ORG,
                        new TokenBody.CapabilityToken(
                                SaltedDigest.of(SALT, claims.encode()), HOUR));
        return CapabilityToken.issued(leaf.encode(), SALT, claims, world.log(leaf.encode()));
    }

    static TokenPolicy policy(RevocationRule revocations) {
        return new TokenPolicy(
                World.ORG, AUDIENCE, Duration.ofHours(2), revocations, Optional.empty());
    }

    static TokenPolicy policy() {
        return policy(new RevocationRule.ShortLived(Duration.ofHours(1)));
    }

    static Possession by(Holder holder) {
        return new Possession.PeerCertificate(holder.key().spki());
    }

    static Possession challenged(CapabilityToken token, Holder holder, CapabilityRequest request) {
        Bytes layer = Attenuation.layers(token).getLast().id();
        return new Possession.Challenged(
                NONCE, Possession.Answer.sign(holder, layer, AUDIENCE, NONCE, World.NOW, request));
    }

    TokenVerdict verify(CapabilityToken token, Holder holder, CapabilityRequest request) {
        return verifier.verify(token.encode(), by(holder), request, policy(), World.NOW);
    }

    static List<Denial.Reason> reasons(TokenVerdict verdict) {
        return switch (verdict) {
            case TokenVerdict.Allowed _ -> List.of();
            case TokenVerdict.Refused(var _, List<Denial> denials) ->
                    denials.stream().map(Denial::reason).toList();
        };
    }
}
