package dev.sealwright.operator.health;

import dev.sealwright.client.http.Answer;
import dev.sealwright.client.http.ProblemException;
import dev.sealwright.client.http.Request;
import dev.sealwright.client.http.ServiceClient;
import dev.sealwright.client.json.Fields;
import dev.sealwright.client.profile.Profile;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.operator.service.TrustedAnchors;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines of the production checklist that the service itself can be asked about. */
final class ServiceExamination {
    private final ServiceClient service;
    private final Profile profile;
    private final Surroundings surroundings;
    private final List<Finding> findings = new ArrayList<>();

    ServiceExamination(ServiceClient service, Profile profile, Surroundings surroundings) {
        this.service = service;
        this.profile = profile;
        this.surroundings = surroundings;
    }

    List<Finding> run() {
        clock(service.send(Request.get("/health")));
        handshake(Handshake.with(profile, surroundings));
        anchors(TrustedAnchors.fetch(service, profile.root(), now()));
        Readiness.of(service)
                .checks()
                .forEach(
                        check ->
                                findings.add(
                                        check.ok()
                                                ? Finding.ok(check.name(), "works")
                                                : Finding.failed(check.name(), check.reason())));
        allowed("hsm keys", this::keys);
        allowed("hsm", this::hsm);
        allowed("first administrator", this::firstAdministrator);
        return List.copyOf(findings);
    }

    private Instant now() {
        return surroundings.clock().instant();
    }

    private void clock(Answer answer) {
        Optional<Duration> skew =
                answer.headers()
                        .firstValue("Date")
                        .flatMap(ServiceExamination::date)
                        .map(date -> Duration.between(date, now()).abs());
        findings.add(
                skew.map(
                                off ->
                                        off.compareTo(Validity.SKEW) <= 0
                                                ? Finding.ok("clock", off.toSeconds() + " s apart")
                                                : Finding.failed(
                                                        "clock",
                                                        off.toSeconds()
                                                                + " s apart from this machine's;"
                                                                + " run NTP on both"))
                        .orElseGet(() -> Finding.notChecked("clock", "the service sends no Date")));
    }

    private static Optional<Instant> date(String header) {
        try {
            return Optional.of(
                    ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private void handshake(Optional<Handshake> handshake) {
        if (handshake.isEmpty()) {
            findings.add(Finding.failed("tls", "no handshake under the pinned root"));
            return;
        }
        Handshake tls = handshake.get();
        findings.add(
                tls.protocol().equals("TLSv1.3")
                        ? Finding.ok("tls", tls.protocol() + " " + tls.cipher())
                        : Finding.warning("tls", tls.protocol() + ": is a proxy in between?"));
        findings.add(Expiry.CERTIFICATE.of("server certificate", tls.expires(), now()));
    }

    private void anchors(VerifiedAnchors verified) {
        Anchors anchors = verified.content();
        findings.add(Finding.ok("root pin", "anchors version " + anchors.version() + " verify"));
        findings.add(Expiry.CEREMONY.of("anchors", anchors.validity().expires(), now()));
        findings.add(Expiry.CEREMONY.of("server CA", verified.serverCasEnd(), now()));
        findings.add(Expiry.CEREMONY.of("host CA", verified.hostCasEnd(), now()));
        String operators =
                anchors.operatorsRequired() + " of " + anchors.operators().size() + " operators";
        findings.add(
                anchors.operatorsRequired() > 1
                        ? Finding.ok("dual control", operators)
                        : Finding.warning(
                                "dual control", operators + ": hold the ceremony with more"));
        String voters = anchors.quorum() + " of " + anchors.voters().size() + " voters";
        findings.add(
                anchors.voters().size() > 1
                        ? Finding.ok("log voters", voters)
                        : Finding.warning("log voters", voters + ": losing it ends the log"));
    }

    private void keys() {
        List<Fields> keys = service.send(Request.get("/v1/keys")).json().objects("items");
        List<String> free =
                keys.stream()
                        .filter(key -> !key.texts("affirmed").contains("NEVER_EXTRACTABLE"))
                        .map(key -> key.text("label"))
                        .toList();
        findings.add(
                free.isEmpty()
                        ? Finding.ok("hsm keys", keys.size() + " keys, none extractable")
                        : Finding.failed("hsm keys", "extractable: " + String.join(", ", free)));
    }

    private void hsm() {
        Fields hsm = service.send(Request.get("/v1/hsm")).json();
        String name = hsm.text("title") + (hsm.flag("fips") ? ", FIPS mode" : "");
        findings.add(
                hsm.text("standing").equals("software")
                        ? Finding.warning(
                                "hsm", name + " keeps keys in software: not for production")
                        : Finding.ok("hsm", name + ": " + hsm.text("standing")));
        hsm.objects("abilities").stream()
                .filter(each -> !each.text("state").equals("available"))
                .map(
                        each ->
                                Finding.warning(
                                        "hsm " + each.text("operation"),
                                        each.text("keys")
                                                + " "
                                                + each.text("state")
                                                + ": "
                                                + each.text("detail")))
                .forEach(findings::add);
    }

    private void firstAdministrator() {
        boolean there =
                service
                        .send(Request.get("/v1/orgs/platform/api-keys?limit=500"))
                        .json()
                        .objects("items")
                        .stream()
                        .anyMatch(key -> key.text("name").equals("first-admin"));
        findings.add(
                there
                        ? Finding.warning(
                                "first administrator",
                                "the key of the ceremony is still in force: make your own, then"
                                        + " delete api-key first-admin of the org platform")
                        : Finding.ok("first administrator", "its key was replaced"));
    }

    /** What the caller's role does not show is named, not passed over. */
    private void allowed(String line, Runnable examination) {
        try {
            examination.run();
        } catch (ProblemException e) {
            findings.add(
                    Finding.notChecked(
                            line, "takes AUDITOR or ADMIN of the org platform: " + e.slug()));
        }
    }
}
