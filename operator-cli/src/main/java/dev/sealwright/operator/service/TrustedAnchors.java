package dev.sealwright.operator.service;

import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.protocol.anchors.AnchorsDocument;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import java.time.Instant;

/** The anchors document as the service hands it out, believed only under the pinned root. */
public final class TrustedAnchors {
    private TrustedAnchors() {}

    public static VerifiedAnchors fetch(ServiceClient service, RootPin pin, Instant now) {
        var request =
                Request.get("/v1/anchors")
                        .header("Accept", "application/cose")
                        .upTo(AnchorsDocument.MAX_SIZE);
        return AnchorsDocument.verify(service.send(request).body(), pin, now);
    }
}
