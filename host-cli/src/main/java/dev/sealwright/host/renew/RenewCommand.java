package dev.sealwright.host.renew;

import dev.sealwright.client.http.Retries;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.host.HostSelection;
import dev.sealwright.host.link.EnrolledSession;
import dev.sealwright.protocol.enrol.HostCertificate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code renew}: renews the certificate now. */
@Command(
        name = "renew",
        description = {
            "Renew the certificate now, whatever is left of its time.",
            "A running start does this by itself."
        },
        footerHeading = "%nExample:%n",
        footer = "  sealwright-host renew web1")
public final class RenewCommand implements Runnable {
    private final Surroundings surroundings;

    @Mixin private final HostSelection selection = new HostSelection();
    @Mixin private final OutputOptions output = new OutputOptions();

    public RenewCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        var retries = Retries.patient(surroundings.random());
        var folder = selection.folder(surroundings);
        try (var session = EnrolledSession.open(folder, retries, surroundings)) {
            session.succeed(surroundings.clock().instant());
            session.log().look();
            HostCertificate renewed = new CertificateRenewal(session, surroundings.clock()).run();
            String expires = renewed.validity().expires().toString();
            output.result(
                    Json.object()
                            .put("spiffe_id", renewed.id().text())
                            .put("certificate_expires_at", expires),
                    "renewed until " + expires);
        }
    }
}
