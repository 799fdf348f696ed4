package dev.sealwright.host.enrol;

import dev.sealwright.client.host.FolderLock;
import dev.sealwright.client.host.HostFolder;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.terminal.OutputOptions;
import dev.sealwright.client.terminal.SecretInput;
import dev.sealwright.client.terminal.Surroundings;
import dev.sealwright.client.tls.HostKeyType;
import dev.sealwright.host.HostSelection;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.VerificationException;
import dev.sealwright.protocol.VerificationException.Reason;
import dev.sealwright.protocol.anchors.RootPin;
import dev.sealwright.protocol.bootstrap.BootstrapUrl;
import dev.sealwright.protocol.enrol.EnrolledHost;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code init}: enrols this host with a bootstrap URL. */
@Command(
        name = "init",
        description = {
            "Enrol this host with the URL that someone who may minted for it.",
            "The URL is a secret: pipe it in, or paste it at the prompt. It is not kept."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sealwright-host init web1                         asks for the URL",
            "  sealwright-host init web1 --enroll-url - < url    reads it from a file",
            "  sealwright-host init web1 --root-fingerprint 3f:…  trusts this root only"
        })
public final class InitCommand implements Runnable {
    private static final String STANDARD_INPUT = "-";

    private final Surroundings surroundings;

    @Mixin private final HostSelection selection = new HostSelection();
    @Mixin private final OutputOptions output = new OutputOptions();

    @Option(
            names = "--enroll-url",
            paramLabel = "URL",
            defaultValue = STANDARD_INPUT,
            description = "The enrolment URL; - reads it from standard input (the default).")
    private String enrollUrl = STANDARD_INPUT;

    @Option(
            names = "--root-fingerprint",
            paramLabel = "SHA-256",
            description =
                    "The root's fingerprint if you have it from elsewhere; a URL for another root"
                            + " is then refused. Hexadecimal, with or without colons, or"
                            + " base64url.")
    private @Nullable String rootFingerprint;

    @Option(
            names = "--key-type",
            defaultValue = "p256",
            description = "The host's key: ${COMPLETION-CANDIDATES}. Default: p256.")
    private HostKeyType keyType = HostKeyType.p256;

    public InitCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        HostFolder folder = selection.folder(surroundings);
        try (var url = new OpenUrl(readUrl());
                var _ = FolderLock.take(folder.path())) {
            refuseAnotherRoot(url.value().pin());
            refuseSecondEnrolment(folder);
            output.note("enrolling " + selection.name() + " with " + url.value().prefix());
            report(new Enrolment(folder, keyType, surroundings).run(url.value()), folder);
        }
    }

    private void report(EnrolledHost host, HostFolder folder) {
        String sandbox = Uuids.text(host.id().sandbox());
        var expires = host.certificate().validity().expires();
        output.result(
                Json.object()
                        .put("name", selection.name())
                        .put("sandbox_id", sandbox)
                        .put("spiffe_id", host.id().text())
                        .put("certificate_expires_at", expires.toString())
                        .put("enrolment_index", host.leaf().index())
                        .put("folder", folder.path().toString()),
                selection.name()
                        + " is enrolled as sandbox "
                        + sandbox
                        + "; its enrolment is entry "
                        + host.leaf().index()
                        + " of the log");
    }

    private BootstrapUrl readUrl() {
        if (enrollUrl.equals(STANDARD_INPUT)) {
            return BootstrapUrl.parse(SecretInput.line(surroundings, "enrolment URL"));
        }
        output.warn(
                "the URL stood on the command line, where other users of this machine and the"
                        + " shell's history can see it; prefer --enroll-url -");
        return BootstrapUrl.parse(enrollUrl);
    }

    private void refuseAnotherRoot(RootPin pin) {
        if (rootFingerprint != null && !RootPin.parse(rootFingerprint).equals(pin)) {
            throw new VerificationException(
                    Reason.ROOT_PIN, "the URL is for another root than --root-fingerprint");
        }
    }

    private static void refuseSecondEnrolment(HostFolder folder) {
        if (folder.isEnrolled()) {
            throw new CommandFailure(
                    ExitCode.LOCAL,
                    "there is an enrolled host in " + folder.path() + " already",
                    "choose another name, or remove that folder if the host is gone for good");
        }
    }

    /** Wipes the seed when the command ends, however it ends. */
    private record OpenUrl(BootstrapUrl value) implements AutoCloseable {
        @Override
        public void close() {
            value.seed().destroy();
        }
    }
}
