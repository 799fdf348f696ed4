package dev.sealwright.operator.mirror;

import dev.sealwright.client.http.ProblemException;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.operator.service.TrustedAnchors;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.epoch.AnchorsSuccession;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The service's anchors with those that they replaced within their epoch, each shown by the log.
 *
 * @param successions newest first
 */
public record AnchorsHistory(AnchorsChain chain, List<AnchorsSuccession> successions) {
    private static final int MAX = 256 * 1024;

    public AnchorsHistory {
        successions = List.copyOf(successions);
    }

    /**
     * As the service has it, believed only as far as it is shown.
     *
     * @throws VerificationException if something of it is not shown
     */
    public static AnchorsHistory fetch(ServiceClient service, RootPin pin, Instant now) {
        VerifiedAnchors present = TrustedAnchors.fetch(service, pin, now);
        AnchorsChain chain = AnchorsChain.of(present);
        List<AnchorsSuccession> successions = new ArrayList<>();
        Optional<VerifiedAnchors> oldest = replacing(chain, present.origin());
        while (oldest.isPresent()) {
            AnchorsSuccession each = succession(service, oldest.get().content().version());
            chain = each.extend(chain);
            successions.add(each);
            oldest = replacing(chain, present.origin());
        }
        return new AnchorsHistory(chain, successions);
    }

    private static Optional<VerifiedAnchors> replacing(AnchorsChain chain, String origin) {
        return chain.oldest(origin).filter(each -> each.content().replaces().isPresent());
    }

    private static AnchorsSuccession succession(ServiceClient service, long version) {
        try {
            var request = Request.get("/v1/anchors/" + version + "/succession").upTo(MAX);
            return AnchorsSuccession.fromJson(service.send(request).map());
        } catch (ProblemException e) {
            if (e.isTemporary()) {
                throw e;
            }
            throw new VerificationException(
                    Reason.MISMATCH, "anchors that the log does not put in the place of others", e);
        }
    }

    public VerifiedAnchors present() {
        return chain.current();
    }
}
