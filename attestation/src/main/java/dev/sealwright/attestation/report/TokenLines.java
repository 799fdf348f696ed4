package dev.sealwright.attestation.report;

import static dev.sealwright.attestation.report.Line.Status.ASSERTED;
import static dev.sealwright.attestation.report.Line.Status.FAILED;
import static dev.sealwright.attestation.report.Line.Status.NOT_CHECKED;

import dev.sealwright.attestation.hsmkey.AttestedKeys;
import dev.sealwright.attestation.report.Statement.Token;
import dev.sealwright.attestation.report.Statement.TokenKey;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.anchors.Voter;
import dev.sealwright.protocol.anchors.VoterKind;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.MlDsa65;
import dev.sealwright.protocol.crypto.Spki;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The token and its keys. A PKCS#11 library asserts; what is proven, its vendor's devices signed.
 */
final class TokenLines {
    private static final Set<String> BOUND =
            Set.of(
                    "TOKEN",
                    "PRIVATE",
                    "SENSITIVE",
                    "ALWAYS_SENSITIVE",
                    "NEVER_EXTRACTABLE",
                    "LOCAL");

    /** Names of modules that keep keys in files or in memory. */
    private static final Set<String> SOFTWARE =
            Set.of("softhsm", "kryoptic", "nss generic", "opencryptoki", "softtoken");

    private final Optional<AttestedKeys> attested;
    private final Token token;
    private final List<TokenKey> keys;
    private final Line periods;
    private final VerifiedAnchors anchors;

    TokenLines(AuthenticReport report, Demands demands) {
        this.attested = demands.attested();
        this.token = report.statement().token();
        this.keys = report.statement().keys();
        this.periods = new PeriodLine(report.statement()).line();
        this.anchors = report.anchors();
    }

    List<Line> lines() {
        return Stream.concat(
                        Stream.of(
                                new Line(Topic.TOKEN, ASSERTED, token()),
                                bound(),
                                named(),
                                periods),
                        hardware().stream())
                .toList();
    }

    private List<Line> hardware() {
        return attested.map(keys -> new HardwareLines(keys, anchors).lines())
                .orElseGet(
                        () ->
                                List.of(
                                        new Line(
                                                Topic.HARDWARE,
                                                NOT_CHECKED,
                                                "no evidence that leads to a vendor's root was"
                                                        + " given")));
    }

    private String token() {
        String name =
                String.join(
                        " ",
                        token.manufacturer(),
                        token.model(),
                        "serial",
                        token.serial(),
                        "by",
                        token.library());
        return isSoftware()
                ? name + ": a software token, whose keys are files under a PIN"
                : name + ": so its library says";
    }

    private boolean isSoftware() {
        return Stream.of(token.manufacturer(), token.model(), token.library())
                .map(text -> text.toLowerCase(Locale.ROOT))
                .anyMatch(text -> SOFTWARE.stream().anyMatch(text::contains));
    }

    private Line bound() {
        if (keys.isEmpty()) {
            return new Line(Topic.KEYS_BOUND, FAILED, "the token shows no key of the service");
        }
        String free =
                keys.stream()
                        .filter(key -> !isBound(key))
                        .map(TokenKey::label)
                        .collect(Collectors.joining(", "));
        return free.isEmpty()
                ? new Line(
                        Topic.KEYS_BOUND,
                        ASSERTED,
                        "the token says of all "
                                + keys.size()
                                + " keys: local, always sensitive, never extractable"
                                + (isSoftware() ? "; a software token can only promise that" : ""))
                : new Line(Topic.KEYS_BOUND, FAILED, "not bound to the token: " + free);
    }

    private static boolean isBound(TokenKey key) {
        return key.affirmed().containsAll(BOUND) && !key.affirmed().contains("EXTRACTABLE");
    }

    private Line named() {
        Set<Bytes> held =
                keys.stream().flatMap(key -> key.spki().stream()).collect(Collectors.toSet());
        Optional<Voter> voter =
                anchors.voters().stream()
                        .filter(each -> each.kind() == VoterKind.MEMBER)
                        .filter(each -> held.contains(Ed25519.spki(each.key())))
                        .findFirst();
        boolean second =
                voter.flatMap(Voter::postQuantumKey)
                        .map(key -> held.contains(MlDsa65.spki(key)))
                        .orElse(true);
        Optional<String> missing =
                Stream.of(
                                absent(voter.isPresent(), "the log key"),
                                absent(second, "the log's post-quantum key"),
                                absent(
                                        holdsAny(held, anchors.serverCas()),
                                        "the key of a CA for servers"),
                                absent(
                                        holdsAny(held, anchors.hostCas()),
                                        "the key of a CA for hosts"))
                        .flatMap(Optional::stream)
                        .findFirst();
        return missing.map(what -> new Line(Topic.KEYS_NAMED, FAILED, "not on the token: " + what))
                .orElseGet(
                        () ->
                                new Line(
                                        Topic.KEYS_NAMED,
                                        ASSERTED,
                                        "log key and both CAs are among them; that the log key"
                                                + " can be used there, the checkpoint shows"));
    }

    /** Each member that issues has CAs of its own; the report is of one of their tokens. */
    private static boolean holdsAny(Set<Bytes> held, List<X509Certificate> cas) {
        return cas.stream().anyMatch(ca -> held.contains(Spki.encode(ca.getPublicKey())));
    }

    private static Optional<String> absent(boolean present, String what) {
        return present ? Optional.empty() : Optional.of(what);
    }
}
