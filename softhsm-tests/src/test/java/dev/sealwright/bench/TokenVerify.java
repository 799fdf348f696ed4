package dev.sealwright.bench;

import dev.sealwright.client.standin.Authorities;
import dev.sealwright.client.standin.HostsDesk;
import dev.sealwright.client.standin.StandInLog;
import dev.sealwright.keyservice.signature.FastSignatures;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Ed25519;
import dev.sealwright.protocol.crypto.Ed25519Key;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.leaf.TokenBody;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.token.Attenuation;
import dev.sealwright.protocol.token.CapabilityRequest;
import dev.sealwright.protocol.token.CapabilityToken;
import dev.sealwright.protocol.token.Caveat;
import dev.sealwright.protocol.token.Caveats;
import dev.sealwright.protocol.token.Claims;
import dev.sealwright.protocol.token.Holder;
import dev.sealwright.protocol.token.HolderKey;
import dev.sealwright.protocol.token.Possession;
import dev.sealwright.protocol.token.RevocationRule;
import dev.sealwright.protocol.token.TokenPolicy;
import dev.sealwright.protocol.token.TokenVerdict;
import dev.sealwright.protocol.token.TokenVerifier;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Microseconds from a token's bytes to the verdict, its receipt being of a log of a million leaves.
 * With its checkpoint known: beside the hashes alone. With a checkpoint never seen, and for each
 * block: beside one Ed25519 verification of the provider used.
 */
final class TokenVerify implements Benchmark {
    private static final int LEAVES = 1_000_000;
    private static final int RUNS = 7;
    private static final int WARM_UP = 3;
    private static final int NODE = 65;
    private static final int BLOCKS = 4;
    private static final long ROUND = Duration.ofMillis(400).toNanos();
    private static final String AUDIENCE = "https://tools.example";
    private static final CapabilityRequest REQUEST =
            CapabilityRequest.of("search", "repo:web/src/main");

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final Seed holder = new Seed(Sha256.of(Bytes.utf8("bench")));

    private record Seed(Bytes seed, HolderKey key) implements Holder {
        Seed(Bytes seed) {
            this(seed, new HolderKey(Ed25519.spki(Ed25519Key.publicKey(seed.toArray()))));
        }

        @Override
        public Bytes sign(Bytes message) {
            return Ed25519Key.sign(seed.toArray(), message);
        }
    }

    @Override
    public String name() {
        return "token-verify";
    }

    @Override
    public void run(Consumer<Line> lines) throws Exception {
        FastSignatures.install();
        Logged logged = logged();
        CapabilityToken token = logged.token();
        VerifiedAnchors anchors = logged.anchors();
        TokenPolicy policy = policy(logged.org());
        var warm = new TokenVerifier(new ReceiptVerifier(anchors));
        Bytes encoded = token.encode();
        Rate known = () -> micros(() -> verify(warm, encoded, policy));
        lines.accept(
                pairs(known, hashes(token))
                        .line(name(), "µs")
                        .notedAbove(27, "the hashes of the proof and the decoding take the time")
                        .notedRatioAbove(1.5, "what is not hashing is CBOR"));

        Rate signature = signature();
        Rate cold =
                () ->
                        micros(
                                () ->
                                        verify(
                                                new TokenVerifier(new ReceiptVerifier(anchors)),
                                                encoded,
                                                policy));
        lines.accept(
                pairs(cold, signature)
                        .line(name() + "/cold", "µs")
                        .notedRatioAbove(1.6, "reading the note comes on top of its signature"));

        Bytes narrowed = narrowed(token).encode();
        Rate block =
                () ->
                        (micros(() -> verify(warm, narrowed, policy))
                                        - micros(() -> verify(warm, encoded, policy)))
                                / BLOCKS;
        lines.accept(
                pairs(block, signature)
                        .line(name() + "/block", "µs")
                        .notedRatioAbove(1.1, "reading the block comes on top of its signature"));
    }

    private static Pairs pairs(Rate ours, Rate limit) throws Exception {
        for (int round = 0; round < WARM_UP; round++) {
            ours.measure();
            limit.measure();
        }
        return Pairs.of(RUNS, ours, limit);
    }

    /** A token of a log of a million leaves, without that log. */
    private record Logged(VerifiedAnchors anchors, Bytes org, CapabilityToken token) {}

    private Logged logged() {
        var authorities = new Authorities(now);
        var desk = new HostsDesk(authorities, InstantSource.fixed(now));
        return new Logged(
                AnchorsDocument.verify(desk.anchors(), authorities.pin(), now),
                desk.org(),
                logged(desk));
    }

    private CapabilityToken logged(HostsDesk desk) {
        Claims claims =
                new Claims(
                        "agent:7",
                        holder.key(),
                        Claims.MAX_DEPTH,
                        Caveats.of(
                                List.of(
                                        new Caveat.Audience(List.of(AUDIENCE)),
                                        new Caveat.Tools(List.of("git.push", "search")),
                                        new Caveat.Resources(List.of("repo:web/src/")))));
        Bytes salt = Bytes.zeros(SaltedDigest.SALT_SIZE);
        Validity validity = Validity.starting(now, Duration.ofHours(1));
        StandInLog.Entry entry =
                desk.log()
                        .append(
                                now,
                                desk.org(),
                                new TokenBody.CapabilityToken(
                                        SaltedDigest.of(salt, claims.encode()), validity));
        LeafBody other =
                new LeafBody.Event(
                        EventKind.ACCESS_AUTHENTICATED, EventOutcome.SUCCESS, Bytes.zeros(32));
        while (desk.log().size() < LEAVES) {
            desk.log().append(now, desk.org(), other);
        }
        return CapabilityToken.issued(
                entry.leaf(), salt, claims, desk.log().receipt(entry.index()));
    }

    private CapabilityToken narrowed(CapabilityToken token) {
        CapabilityToken narrow = token;
        for (int i = 0; i < BLOCKS; i++) {
            narrow =
                    Attenuation.narrow(
                            narrow,
                            holder,
                            holder.key(),
                            Caveats.of(List.of(new Caveat.Tools(List.of("search")))));
        }
        return narrow;
    }

    private static TokenPolicy policy(Bytes org) {
        return new TokenPolicy(
                org,
                AUDIENCE,
                Duration.ofHours(1),
                new RevocationRule.ShortLived(Duration.ofHours(1)),
                Optional.empty());
    }

    private void verify(TokenVerifier verifier, Bytes token, TokenPolicy policy) {
        TokenVerdict verdict =
                verifier.verify(
                        token,
                        new Possession.PeerCertificate(holder.key().spki()),
                        REQUEST,
                        policy,
                        now);
        if (!(verdict instanceof TokenVerdict.Allowed)) {
            throw new IllegalStateException("the token is refused: " + verdict);
        }
    }

    /** Those that the token needs: of its leaf, of its claims, of each node on the way up. */
    private static Rate hashes(CapabilityToken token) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] leaf = new byte[1 + token.leaf().size()];
        byte[] claims = new byte[token.salt().size() + token.claims().size()];
        byte[] node = new byte[NODE];
        int nodes = token.receipt().proof().size() / Sha256.SIZE;
        return () ->
                micros(
                        () -> {
                            node[1] ^= digest.digest(leaf)[0];
                            node[2] ^= digest.digest(claims)[0];
                            for (int i = 0; i < nodes; i++) {
                                System.arraycopy(digest.digest(node), 0, node, 1, Sha256.SIZE);
                            }
                        });
    }

    /** As it is made of a raw key, a message of a block's size and a signature. */
    private Rate signature() {
        Bytes key = Ed25519.raw(holder.key().spki());
        Bytes message = Bytes.zeros(200);
        Bytes signature = holder.sign(message);
        return () ->
                micros(
                        () -> {
                            if (!Ed25519.verify(key, message, signature)) {
                                throw new IllegalStateException("a signature does not verify");
                            }
                        });
    }

    private static double micros(Runnable work) {
        long began = System.nanoTime();
        long end = began + ROUND;
        long done = 0;
        do {
            for (int i = 0; i < 16; i++) {
                work.run();
            }
            done += 16;
        } while (System.nanoTime() - end < 0);
        return (System.nanoTime() - began) / 1e3 / done;
    }
}
