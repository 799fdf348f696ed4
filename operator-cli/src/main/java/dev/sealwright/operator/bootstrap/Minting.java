package dev.sealwright.operator.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealwright.client.http.Answer;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.operator.authority.Approver;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.bootstrap.BootstrapSeed;
import dev.sealwright.protocol.bootstrap.BootstrapUrl;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.receipt.Receipt;
import dev.sealwright.protocol.receipt.ReceiptVerifier;
import dev.sealwright.protocol.receipt.VerifiedLeaf;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mints bootstraps. The seed is made here and goes nowhere but into the URL; the service is given
 * the public key, and believed only when its answer proves that the bootstrap is in the log.
 */
final class Minting {
    private static final Pattern PREFIX =
            Pattern.compile("https://([^/#?@]{1,64})/install/[A-Za-z0-9_-]{22}");

    private final ServiceClient service;
    private final ReceiptVerifier verifier;
    private final Optional<Approver> approver;
    private final SecureRandom random;

    Minting(
            ServiceClient service,
            ReceiptVerifier verifier,
            Optional<Approver> approver,
            SecureRandom random) {
        this.service = service;
        this.verifier = verifier;
        this.approver = approver;
        this.random = random;
    }

    /** What was minted; {@code url} is secret. */
    record Minted(String url, String id, long index, Instant expires) {
        @Override
        public String toString() {
            return "Minted[" + id + "]";
        }
    }

    /** {@code collection}: the organisation's bootstraps. */
    Minted mint(String collection, String spec, Optional<Long> ttlSeconds) {
        try (BootstrapSeed seed = newSeed()) {
            ObjectNode body =
                    Json.object()
                            .put("sandbox_spec", spec)
                            .put("public_key", seed.publicKey().base64Url());
            ttlSeconds.ifPresent(ttl -> body.put("ttl_seconds", ttl));
            var answer = send(Request.repeatablePost(collection, body), seed).json();
            VerifiedLeaf leaf =
                    verifier.verify(answer.binary("leaf"), Receipt.parse(answer.text("receipt")));
            var bootstrap = leaf.expect(LeafBody.Bootstrap.class);
            if (!bootstrap.key().equals(seed.publicKey())
                    || !bootstrap.bootstrap().equals(seed.id().value())) {
                throw new VerificationException(
                        Reason.MISMATCH, "the service logged a bootstrap for another key");
            }
            var url = new BootstrapUrl(authority(answer), seed, verifier.anchors().pin());
            return new Minted(
                    url.reveal(), seed.id().text(), leaf.index(), bootstrap.validity().expires());
        }
    }

    private Answer send(Request request, BootstrapSeed seed) {
        return approver.isPresent()
                ? approver.get().send(request, waiting -> isFor(waiting.body(), seed))
                : service.send(request);
    }

    private static boolean isFor(LeafBody body, BootstrapSeed seed) {
        return body instanceof LeafBody.Bootstrap bootstrap
                && bootstrap.key().equals(seed.publicKey())
                && bootstrap.bootstrap().equals(seed.id().value());
    }

    /** Where hosts go: only to a name that the root signed for. */
    private String authority(Fields answer) {
        Matcher prefix = PREFIX.matcher(answer.text("install_url_prefix"));
        if (!prefix.matches()) {
            throw new MalformedException("\"install_url_prefix\" is not one");
        }
        String authority = prefix.group(1);
        String host = authority.replaceFirst(":[0-9]+$", "");
        if (!verifier.anchors().content().serverNames().contains(host)) {
            throw new VerificationException(
                    Reason.MISMATCH, "hosts are sent to a name that the anchors do not name");
        }
        return authority;
    }

    private BootstrapSeed newSeed() {
        byte[] secret = new byte[BootstrapSeed.SIZE];
        random.nextBytes(secret);
        try {
            return BootstrapSeed.of(secret);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
