package dev.sealwright.operator.authority;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealwright.client.host.PolicyJson;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.PlainText;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.Approvable;
import dev.sealwright.protocol.leaf.AuthorityBody;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.leaf.RecordState;
import dev.sealwright.protocol.leaf.SaltedDigest;
import dev.sealwright.protocol.policy.CompiledPolicy;
import java.util.Optional;

/**
 * An approval as the service shows it, checked here: the bytes that a signature would be over, of
 * this log, and of a policy what they commit to.
 */
public final class ShownApproval {
    private static final int MAX_TEXT = 200;

    private final Approvable approvable;
    private final Optional<CompiledPolicy> policy;
    private final Fields shown;

    private ShownApproval(Approvable approvable, Optional<CompiledPolicy> policy, Fields shown) {
        this.approvable = approvable;
        this.policy = policy;
        this.shown = shown;
    }

    /**
     * @param origin of the log, from anchors under the pinned root
     */
    static ShownApproval of(Fields shown, String origin) {
        if (!shown.text("origin").equals(origin)) {
            throw mismatch("an approval for another log");
        }
        var approvable =
                Approvable.of(
                        origin, shown.binary("org_tag"), shown.text("type"), shown.binary("body"));
        return new ShownApproval(approvable, policy(approvable, shown), shown);
    }

    private static Optional<CompiledPolicy> policy(Approvable approvable, Fields shown) {
        if (!(approvable.body() instanceof LeafBody.Policy leaf)) {
            return Optional.empty();
        }
        Bytes compiled = shown.binary("policy");
        if (!SaltedDigest.of(shown.binary("salt"), compiled).equals(leaf.digest())) {
            throw mismatch("a policy that the leaf to be signed does not name");
        }
        CompiledPolicy policy = CompiledPolicy.decode(compiled);
        if (policy.version() != leaf.version()
                || !policy.validity().equals(leaf.validity())
                || !policy.identity().spec().equals(leaf.spec())
                || !policy.identity().org().equals(approvable.org())) {
            throw mismatch("a policy that contradicts the leaf to be signed");
        }
        return Optional.of(policy);
    }

    private static VerificationException mismatch(String what) {
        return new VerificationException(Reason.MISMATCH, what);
    }

    Approvable approvable() {
        return approvable;
    }

    public LeafBody body() {
        return approvable.body();
    }

    public Optional<CompiledPolicy> policy() {
        return policy;
    }

    JsonNode json() {
        return shown.node();
    }

    /** In words, line by line, what a signature makes happen; the service's own words last. */
    String words() {
        return String.join(
                "\n",
                what(),
                "organisation tag  " + approvable.org().hex(),
                "log               " + approvable.origin(),
                "signs             " + approvable.subject().hex(),
                "state             " + safe("state") + ", until " + safe("expires_at"),
                "the service says  " + safe("about") + by());
    }

    private String by() {
        String user = safe("requested_by");
        return user.isEmpty() ? "" : ", asked for by " + user;
    }

    private String safe(String field) {
        return PlainText.of(shown.text(field), MAX_TEXT);
    }

    private String what() {
        return switch (approvable.body()) {
            case LeafBody.Bootstrap b ->
                    "One host may enrol by the bootstrap key "
                            + b.key().base64Url()
                            + "\nfor sandbox spec  "
                            + Uuids.text(b.spec())
                            + "\nfrom "
                            + b.validity().notBefore()
                            + " until "
                            + b.validity().expires();
            case LeafBody.Policy p ->
                    "Hosts of sandbox spec "
                            + Uuids.text(p.spec())
                            + " get policy version "
                            + p.version()
                            + ", from "
                            + p.validity().notBefore()
                            + " until "
                            + p.validity().expires()
                            + policy.map(each -> "\n" + Json.readable(PolicyJson.of(each)))
                                    .orElse("");
            case AuthorityBody.AuthorityKey k ->
                    (k.state() == RecordState.SET
                                    ? "The organisation gets one more authority key: "
                                    : "The organisation loses the authority key ")
                            + Sha256.of(k.spki()).base64Url();
            default -> throw mismatch("a leaf that needs no approval: " + approvable.body().type());
        };
    }
}
