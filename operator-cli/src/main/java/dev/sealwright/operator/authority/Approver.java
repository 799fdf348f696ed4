package dev.sealwright.operator.authority;

import dev.sealwright.client.http.Answer;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.tls.HostKey;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.Approvable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Signs approvals with an authority key; only after what would be signed was checked here. */
public final class Approver {
    private static final Duration GOOD_FOR = Duration.ofMinutes(10);
    private static final int LOCKED = 423;
    private static final Pattern LOCATION =
            Pattern.compile("/v1/orgs/[a-z0-9._@-]{1,63}/approvals/[0-9a-f-]{36}");

    private final ServiceClient service;
    private final VerifiedAnchors anchors;
    private final HostKey key;
    private final InstantSource clock;

    Approver(ServiceClient service, VerifiedAnchors anchors, HostKey key, InstantSource clock) {
        this.service = service;
        this.anchors = anchors;
        this.key = key;
        this.clock = clock;
    }

    /**
     * Sends a change; where it waits for a signature, signs it and sends it again.
     *
     * @param meant whether what waits is the change that was sent
     */
    public Answer send(Request request, Predicate<ShownApproval> meant) {
        Answer answer = service.send(request.accepting(LOCKED));
        if (answer.status() != LOCKED) {
            return answer;
        }
        sign(location(answer), meant);
        return service.send(request);
    }

    private static String location(Answer answer) {
        return answer.headers()
                .firstValue("Location")
                .filter(path -> LOCATION.matcher(path).matches())
                .orElseThrow(() -> mismatch("an answer that does not say what waits"));
    }

    /**
     * Signs what waits there, if it is what was meant.
     *
     * @param path of the approval
     * @return the approval, in effect
     */
    public Answer sign(String path, Predicate<ShownApproval> meant) {
        ShownApproval shown = fetch(service, path, anchors);
        if (!meant.test(shown)) {
            throw mismatch(
                    "what waits for a signature is not what was asked for:\n" + shown.words());
        }
        Instant expires = Seconds.truncate(clock.instant().plus(GOOD_FOR));
        Bytes message = Approvable.message(shown.approvable().subject(), expires);
        return service.send(
                Request.repeatablePost(
                        path + "/signature",
                        Json.object()
                                .put("key_id", Sha256.of(key.spki()).base64Url())
                                .put("expires_at", expires.toString())
                                .put("signature", key.sign(message).base64Url())));
    }

    static ShownApproval fetch(ServiceClient service, String path, VerifiedAnchors anchors) {
        return ShownApproval.of(service.send(Request.get(path)).json(), anchors.origin());
    }

    private static VerificationException mismatch(String what) {
        return new VerificationException(Reason.MISMATCH, what);
    }
}
