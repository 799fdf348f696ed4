package dev.sealwright.client.host;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.json.Json;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.client.tls.ClientIdentity;
import dev.sealwright.client.tls.HostKey;
import dev.sealwright.client.tls.Pem;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.anchors.AnchorsChain;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Spki;
import dev.sealwright.protocol.epoch.AnchorsSuccession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one host, mode 0700, its files 0600: {@code host.key}, {@code certificate.pem},
 * {@code anchors.cose}, {@code config.json}. A host is enrolled once {@code config.json} is there,
 * which is written last.
 */
public record HostFolder(Path path) {
    private static final int MAX_TEXT = 512 * 1024;
    private static final int MAX_ANCHORS = 64 * 1024;
    private static final int MAX_SUCCESSION = 256 * 1024;
    private static final Pattern SUCCESSION = Pattern.compile("succession-\\d{1,18}\\.json");
    private static final Pattern PAST = Pattern.compile("anchors-\\d{1,18}\\.cose");

    public boolean isEnrolled() {
        return PrivateFile.readIfPresent(file("config.json"), MAX_TEXT).isPresent();
    }

    public Optional<HostKey> key() {
        return text("host.key").map(HostKey::parse);
    }

    public HostConfig config() {
        return PrivateFile.readIfPresent(file("config.json"), MAX_TEXT)
                .map(HostConfig::parse)
                .orElseThrow(this::notEnrolled);
    }

    /** COSE_Sign1, unverified. */
    public Bytes anchors() {
        return Bytes.of(PrivateFile.read(file("anchors.cose"), MAX_ANCHORS));
    }

    /** Anchors documents of closed epochs, unverified. */
    public List<Bytes> pastAnchors() {
        return matching(PAST, MAX_ANCHORS).toList();
    }

    private Stream<Bytes> matching(Pattern name, int most) {
        try (Stream<Path> files = Files.list(path)) {
            return files
                    .filter(file -> name.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList()
                    .stream()
                    .map(file -> Bytes.of(PrivateFile.read(file, most)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What shows that anchors were replaced within their epoch, unverified. */
    public List<AnchorsSuccession> successions() {
        return matching(SUCCESSION, MAX_SUCCESSION)
                .map(json -> AnchorsSuccession.fromJson(Json.map(json.toArray())))
                .toList();
    }

    /** The anchors with all before them that this folder can show. */
    public AnchorsChain anchorsChain(VerifiedAnchors present) {
        return AnchorsSuccession.extend(
                AnchorsChain.ofNamed(present, pastAnchors()), successions());
    }

    /**
     * What was before first, so that nothing is missing that the present ones rest on.
     *
     * @param past documents of closed epochs, by version
     * @param successions by the version of the newer document
     */
    public void writeAnchors(
            VerifiedAnchors present,
            Map<Long, Bytes> past,
            Map<Long, AnchorsSuccession> successions) {
        successions.forEach(
                (version, each) ->
                        write(
                                "succession-" + version + ".json",
                                Json.document(Json.tree(each.toJson()))));
        past.forEach(
                (version, document) -> write("anchors-" + version + ".cose", document.toArray()));
        write("anchors.cose", present.document().toArray());
    }

    /** Leaf first, root last; unverified. */
    public List<X509Certificate> chain() {
        List<X509Certificate> chain =
                Pem.certificates(text("certificate.pem").orElseThrow(this::notEnrolled));
        if (chain.isEmpty()) {
            throw notEnrolled();
        }
        return chain;
    }

    /** Key and chain, which must belong together. */
    public ClientIdentity identity() {
        HostKey key = key().orElseThrow(this::notEnrolled);
        List<X509Certificate> chain = chain();
        if (!Spki.encode(chain.getFirst().getPublicKey()).equals(key.spki())) {
            throw new CommandFailure(
                    ExitCode.LOCAL,
                    "the certificate in " + path + " is for another key",
                    "restore both files from one backup, or enrol the host again");
        }
        return new ClientIdentity(key.privateKey(), chain);
    }

    public void writeKey(HostKey key) {
        write("host.key", key.pem().getBytes(StandardCharsets.US_ASCII));
    }

    /** Everything an enrolment gives; the host is enrolled when this returns. */
    public void writeEnrolment(Bytes anchors, List<X509Certificate> chain, HostConfig config) {
        write("anchors.cose", anchors.toArray());
        writeChain(chain);
        write("config.json", config.text());
    }

    /** The evidence of a renewal first: the certificate it explains must not stand alone. */
    public void writeRenewal(HostConfig config, List<X509Certificate> chain) {
        write("config.json", config.text());
        writeChain(chain);
    }

    public Path file(String name) {
        return path.resolve(name);
    }

    private void writeChain(List<X509Certificate> chain) {
        write("certificate.pem", Pem.of(chain).getBytes(StandardCharsets.US_ASCII));
    }

    private void write(String name, byte[] content) {
        PrivateFile.write(file(name), content);
    }

    private Optional<String> text(String name) {
        return PrivateFile.readIfPresent(file(name), MAX_TEXT)
                .map(content -> new String(content, StandardCharsets.UTF_8));
    }

    private CommandFailure notEnrolled() {
        return new CommandFailure(
                ExitCode.LOCAL,
                "there is no enrolled host in " + path,
                "enrol it first: sealwright-host init <name> --enroll-url -");
    }
}
