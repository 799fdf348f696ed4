package dev.sealwright.protocol.token;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import dev.sealwright.protocol.token.Denial.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides offline whether a token allows a request. Costs hashes alone while the checkpoint of the
 * receipt is one that was verified before, and one signature for each block and for a challenge.
 * Safe for use by several threads.
 */
public final class TokenVerifier {
    private final ReceiptVerifier receipts;

    /**
     * @param receipts under the anchors that are trusted; its checkpoints are remembered
     */
    public TokenVerifier(ReceiptVerifier receipts) {
        this.receipts = receipts;
    }

    /** Whether this is a token that the log holds, with blocks that its holders signed. */
    public Authentication authenticate(Bytes token) {
        try {
            return authentic(CapabilityToken.decode(token));
        } catch (MalformedException e) {
            return refused(Reason.MALFORMED, 0, message(e));
        } catch (VerificationException e) {
            return refused(Reason.RECEIPT, 0, message(e));
        }
    }

    private static String message(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }

    private static Authentication refused(Reason reason, int layer, String text) {
        return new Authentication.NotAuthentic(new Denial(reason, layer, text));
    }

    private Authentication authentic(CapabilityToken token) {
        VerifiedLeaf leaf = receipts.verify(token.leaf(), token.receipt());
        TokenBody.CapabilityToken body = leaf.expect(TokenBody.CapabilityToken.class);
        if (!SaltedDigest.of(token.salt(), token.claims()).equals(body.digest())) {
            return refused(Reason.CLAIMS, 0, "these are not the claims that its leaf commits to");
        }
        Claims claims = Claims.decode(token.claims());
        if (token.blocks().size() > claims.depth()) {
            return refused(
                    Reason.DEPTH,
                    token.blocks().size(),
                    "it has more blocks than its " + claims.depth());
        }
        List<Layer> layers = Layer.of(leaf.hash(), claims, token.blocks());
        for (int i = 1; i < layers.size(); i++) {
            Layer before = layers.get(i - 1);
            Block block = token.blocks().get(i - 1);
            Bytes message = Block.message(before.id(), block.content());
            if (!before.holder().verifies(message, block.signature())) {
                return refused(Reason.BLOCK, i, "a block that the holder before did not sign");
            }
        }
        return new AuthenticToken(leaf, body, claims, layers);
    }

    /** Whether the token allows the request, with every reason if it does not. */
    public TokenVerdict verify(
            Bytes token,
            Possession possession,
            CapabilityRequest request,
            TokenPolicy policy,
            Instant now) {
        return switch (authenticate(token)) {
            case Authentication.NotAuthentic(Denial denial) ->
                    new TokenVerdict.Refused(Optional.empty(), List.of(denial));
            case AuthenticToken authentic -> decide(authentic, possession, request, policy, now);
        };
    }

    /** The same for a token that is known to be one. */
    public static TokenVerdict decide(
            AuthenticToken token,
            Possession possession,
            CapabilityRequest request,
            TokenPolicy policy,
            Instant now) {
        List<Denial> denials = new ArrayList<>(standing(token, policy.revocations(), now));
        if (!token.org().equals(policy.org())) {
            denials.add(Denial.of(Reason.ORGANISATION, "it is of another organisation"));
        }
        if (now.isAfter(token.issuedAt().plus(policy.maxAge()).plus(Validity.SKEW))) {
            denials.add(Denial.of(Reason.TOO_OLD, "it was issued too long ago"));
        }
        denials.addAll(objections(token, request, policy, now));
        possession(token, possession, request, policy.audience(), now).ifPresent(denials::add);
        return denials.isEmpty()
                ? new TokenVerdict.Allowed(token, request)
                : new TokenVerdict.Refused(Optional.of(token), denials);
    }

    /** What stands against any use of it: its own times, and revocation. */
    public static List<Denial> standing(
            AuthenticToken token, RevocationRule revocations, Instant now) {
        List<Denial> denials = new ArrayList<>();
        if (token.validity().notYet(now)) {
            denials.add(Denial.of(Reason.NOT_YET_VALID, "it is not valid yet"));
        }
        if (token.validity().over(now)) {
            denials.add(Denial.of(Reason.EXPIRED, "it has expired"));
        }
        revoked(token, revocations, now).ifPresent(denials::add);
        return denials;
    }

    private static Optional<Denial> revoked(
            AuthenticToken token, RevocationRule rule, Instant now) {
        return switch (rule) {
            case RevocationRule.ShortLived(Duration longest) ->
                    token.validity().length().compareTo(longest) <= 0
                            ? Optional.empty()
                            : Optional.of(
                                    Denial.of(
                                            Reason.REVOCATIONS,
                                            "it lasts too long to go without a revocation list"));
            case RevocationRule.Listed(VerifiedRevocations list, Duration maxAge) ->
                    listed(token, list, maxAge, now);
        };
    }

    private static Optional<Denial> listed(
            AuthenticToken token, VerifiedRevocations list, Duration maxAge, Instant now) {
        if (!list.list().org().equals(token.org())) {
            return Optional.of(
                    Denial.of(Reason.REVOCATIONS, "the list is of another organisation"));
        }
        if (now.isAfter(list.time().plus(maxAge))
                || now.isBefore(list.time().minus(Validity.SKEW))) {
            return Optional.of(
                    Denial.of(Reason.REVOCATIONS, "the list was made at " + list.time()));
        }
        return list.revokes(token.id(), token.blocks())
                ? Optional.of(Denial.of(Reason.REVOKED, "it was revoked"))
                : Optional.empty();
    }

    private static List<Denial> objections(
            AuthenticToken token, CapabilityRequest request, TokenPolicy policy, Instant now) {
        List<Denial> denials = new ArrayList<>();
        if (!request.resources().isEmpty()
                && token.claims().caveats().find(Caveat.Resources.class).isEmpty()) {
            denials.add(Denial.of(Reason.RESOURCE, "it allows no resources"));
        }
        for (int i = 0; i < token.layers().size(); i++) {
            Layer layer = token.layers().get(i);
            Spent spent = Spent.NOTHING;
            if (layer.caveats().budgeted()) {
                if (policy.spending().isEmpty()) {
                    denials.add(
                            new Denial(Reason.CALLS, i, "it has a budget, and nobody counts here"));
                    continue;
                }
                spent = policy.spending().get().under(layer.id());
            }
            var demand = new Caveat.Demand(request, policy.audience(), now, spent);
            for (Caveat.Objection each : layer.caveats().objections(demand)) {
                denials.add(new Denial(each.reason(), i, each.text()));
            }
        }
        return denials;
    }

    private static Optional<Denial> possession(
            AuthenticToken token,
            Possession possession,
            CapabilityRequest request,
            String audience,
            Instant now) {
        HolderKey holder = token.holder();
        Bytes layer = token.layers().getLast().id();
        boolean shown =
                switch (possession) {
                    case Possession.Challenged(Bytes challenge, Possession.Answer answer) ->
                            challenge.equalsConstantTime(answer.nonce())
                                    && Duration.between(answer.time(), now)
                                                    .abs()
                                                    .compareTo(Validity.SKEW)
                                            <= 0
                                    && holder.verifies(
                                            Possession.Answer.message(
                                                    layer,
                                                    audience,
                                                    answer.nonce(),
                                                    answer.time(),
                                                    request),
                                            answer.signature());
                    case Possession.Channel(Bytes exporter, Bytes signature) ->
                            holder.verifies(
                                    Possession.channelMessage(layer, audience, exporter),
                                    signature);
                    case Possession.PeerCertificate(Bytes spki) ->
                            holder.spki().equalsConstantTime(spki);
                };
        return shown
                ? Optional.empty()
                : Optional.of(
                        new Denial(
                                Reason.POSSESSION,
                                token.layers().size() - 1,
                                "its holder did not show his key for this request"));
    }
}
