package dev.sealwright.attestation.report;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.Leaf;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a service states of itself at one moment: the body of a report. Nothing of it is proven by
 * standing here.
 *
 * @param salt 16 random bytes, so that the logged digest tells nothing
 * @param org tag of the org it is about; {@link Leaf#NO_ORG} for the whole service
 * @param nonce of whoever asked, at most {@value #MAX_NONCE} bytes
 * @param anchors the anchors document, COSE_Sign1
 */
public record Statement(
        Bytes salt,
        Instant time,
        Bytes org,
        Optional<Bytes> nonce,
        Build build,
        Token token,
        List<TokenKey> keys,
        Bytes anchors,
        Server server,
        List<Organisation> organisations) {
    public static final int MAX_SIZE = 8 * 1024 * 1024;
    public static final int MAX_NONCE = 64;
    public static final int SALT_SIZE = 16;
    static final int MAX_ITEMS = 4096;
    private static final int MAX_TEXT = 256;

    public Statement {
        salt.requireSize(SALT_SIZE, "the salt of a report");
        org.requireSize(Uuids.SIZE, "the org of a report");
        Seconds.require(time);
        keys = bounded(keys, "keys");
        organisations = bounded(organisations, "organisations");
        require(nonce.map(n -> !n.isEmpty() && n.size() <= MAX_NONCE).orElse(true), "nonce");
        require(anchors.size() <= AnchorsDocument.MAX_SIZE, "anchors");
    }

    /**
     * The program that made the report, in its own words.
     *
     * @param sbom SHA-256 of the CycloneDX document it carries
     * @param components that the document lists
     * @param unlisted libraries on the class path that it does not list
     */
    public record Build(
            String version,
            String java,
            Optional<Bytes> sbom,
            long components,
            List<String> unlisted) {
        public Build {
            text(version, "version");
            text(java, "java");
            sbom.ifPresent(digest -> digest.requireSize(Sha256.SIZE, "sbom"));
            unlisted = bounded(unlisted, "unlisted libraries");
            unlisted.forEach(name -> text(name, "an unlisted library"));
        }
    }

    /** The token, in the words of its library. */
    public record Token(
            String label,
            String serial,
            String manufacturer,
            String model,
            String firmware,
            String library) {
        public Token {
            for (String each : List.of(label, serial, manufacturer, model, firmware, library)) {
                text(each, "the token");
            }
        }
    }

    /**
     * A private or secret key on the token, in the words of its library.
     *
     * @param id CKA_ID
     * @param spki DER SubjectPublicKeyInfo of a key pair
     * @param affirmed attributes that the token says are set
     * @param denied attributes that the token says are not set
     * @param period what the service says of its life; older reports say nothing
     */
    public record TokenKey(
            String label,
            Bytes id,
            String type,
            Optional<Bytes> spki,
            List<String> affirmed,
            List<String> denied,
            Optional<KeyPeriod> period) {
        public TokenKey {
            text(label, "a key");
            text(type, "a key");
            affirmed = bounded(affirmed, "attributes");
            denied = bounded(denied, "attributes");
        }
    }

    /**
     * What the listeners show.
     *
     * @param chain DER, the server's certificate first, the root last
     * @param leaf that the certificate follows from
     */
    public record Server(List<Bytes> chain, LoggedLeaf leaf) {
        public Server {
            chain = bounded(chain, "chain");
        }
    }

    /**
     * An org, or under {@link Leaf#NO_ORG} what belongs to none.
     *
     * @param roles role bindings by role
     * @param hosts by state
     * @param head the org's {@code org-head} leaf
     */
    public record Organisation(
            Bytes tag,
            String name,
            long users,
            long apiKeys,
            List<Count> roles,
            List<Count> hosts,
            LoggedLeaf head,
            List<Spec> specs,
            List<Policy> policies) {
        public Organisation {
            tag.requireSize(Uuids.SIZE, "the tag of an org");
            text(name, "the name of an org");
            require(users >= 0 && apiKeys >= 0, "count");
            roles = bounded(roles, "roles");
            hosts = bounded(hosts, "hosts");
            specs = bounded(specs, "sandbox specs");
            policies = bounded(policies, "policies");
        }
    }

    /** How many there are of something. */
    public record Count(String of, long number) {
        public Count {
            text(of, "a count");
            require(number >= 0, "count");
        }
    }

    /**
     * A sandbox spec.
     *
     * @param policy name of the policy it runs under
     * @param leaf of its present version
     */
    public record Spec(String name, String policy, LoggedLeaf leaf) {
        public Spec {
            text(name, "a sandbox spec");
            text(policy, "a sandbox spec");
        }
    }

    /**
     * The compiled policy in force for a sandbox spec; its leaf holds a salted digest.
     *
     * @param spec name of the sandbox spec
     */
    public record Policy(String spec, LoggedLeaf leaf) {
        public Policy {
            text(spec, "a policy");
        }
    }

    /** Every leaf it rests on, in the order of their proofs. */
    public List<LoggedLeaf> leaves() {
        List<LoggedLeaf> leaves = new ArrayList<>();
        leaves.add(server.leaf());
        for (Organisation each : organisations) {
            leaves.add(each.head());
            each.specs().forEach(spec -> leaves.add(spec.leaf()));
            each.policies().forEach(policy -> leaves.add(policy.leaf()));
        }
        return List.copyOf(leaves);
    }

    public boolean isAboutAll() {
        return org.equals(Leaf.NO_ORG);
    }

    public Bytes encode() {
        return StatementCodec.encode(this);
    }

    /** Reads exactly what {@link #encode} writes. */
    public static Statement decode(Bytes body) {
        return StatementCodec.decode(body);
    }

    private static <T> List<T> bounded(List<T> items, String what) {
        require(items.size() <= MAX_ITEMS, what);
        return List.copyOf(items);
    }

    private static void text(String text, String what) {
        require(text.length() <= MAX_TEXT, what);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new MalformedException("a report with an impossible " + what);
        }
    }
}
