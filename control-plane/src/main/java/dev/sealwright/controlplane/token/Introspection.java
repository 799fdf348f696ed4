package dev.sealwright.controlplane.token;

import dev.sealwright.controlplane.host.DenyList;
import dev.sealwright.controlplane.log.AnchorsInForce;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.enrol.SpiffeId;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.token.AuthenticToken;
import dev.sealwright.protocol.token.CapabilityDetails;
import dev.sealwright.protocol.token.CapabilityToken;
import dev.sealwright.protocol.token.Caveat;
import dev.sealwright.protocol.token.Layer;
import dev.sealwright.protocol.token.RevocationRule;
import dev.sealwright.protocol.token.TokenVerifier;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Whether a token is good for anything at the moment: authentic, of the organisation, in its time,
 * not revoked, and its host not shut out.
 */
@Singleton
final class Introspection {
    private final TokenVerifier verifier;
    private final Revoking revoking;
    private final DenyList denied;
    private final AnchorsInForce anchors;
    private final InstantSource clock;

    Introspection(Revoking revoking, DenyList denied, AnchorsInForce anchors, InstantSource clock) {
        this.verifier = new TokenVerifier(anchors.receipts());
        this.revoking = revoking;
        this.denied = denied;
        this.anchors = anchors;
        this.clock = clock;
    }

    IntrospectionAnswer of(Bytes org, String text) {
        return authentic(text)
                .filter(token -> token.org().equals(org))
                .filter(token -> isActive(token, clock.instant()))
                .map(this::answer)
                .orElse(IntrospectionAnswer.INACTIVE);
    }

    private Optional<AuthenticToken> authentic(String text) {
        try {
            return verifier.authenticate(CapabilityToken.parse(text).encode())
                            instanceof AuthenticToken token
                    ? Optional.of(token)
                    : Optional.empty();
        } catch (MalformedException e) {
            return Optional.empty();
        }
    }

    private boolean isActive(AuthenticToken token, Instant now) {
        List<Bytes> layers = token.layers().stream().map(Layer::id).toList();
        return TokenVerifier.standing(
                                token,
                                new RevocationRule.ShortLived(TokenBody.CapabilityToken.MAX_LENGTH),
                                now)
                        .isEmpty()
                && !now.isAfter(token.expires().plus(Validity.SKEW))
                && !now.isBefore(notBefore(token).minus(Validity.SKEW))
                && !revoking.isRevoked(token.org(), token.id(), layers)
                && !hostIsShutOut(token);
    }

    private static Instant notBefore(AuthenticToken token) {
        return token.layers().stream()
                .flatMap(layer -> layer.caveats().find(Caveat.NotBefore.class).stream())
                .map(Caveat.NotBefore::time)
                .reduce(
                        token.validity().notBefore(),
                        (one, other) -> one.isAfter(other) ? one : other);
    }

    /** By the subject, which the leaf commits to, and not by a row. */
    private boolean hostIsShutOut(AuthenticToken token) {
        String subject = token.claims().subject();
        return subject.startsWith(IssueRight.SPIFFE)
                && denied.denies(Uuids.uuid(SpiffeId.parse(subject).sandbox()));
    }

    private IntrospectionAnswer answer(AuthenticToken token) {
        return new IntrospectionAnswer(
                true,
                anchors.newest().origin(),
                token.id().base64Url(),
                token.claims().subject(),
                token.claims().caveats().find(Caveat.Audience.class).orElseThrow().names(),
                token.issuedAt().getEpochSecond(),
                notBefore(token).getEpochSecond(),
                token.expires().getEpochSecond(),
                new IntrospectionAnswer.Confirmation(token.holder().thumbprint()),
                token.layers().stream()
                        .map(
                                layer ->
                                        new IntrospectionAnswer.Layer(
                                                CapabilityDetails.TYPE,
                                                layer.id().base64Url(),
                                                CborWriter.encode(layer.caveats().cbor())
                                                        .base64Url()))
                        .toList());
    }
}
