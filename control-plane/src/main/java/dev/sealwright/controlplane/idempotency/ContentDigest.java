package dev.sealwright.controlplane.idempotency;

import dev.sealwright.controlplane.problem.ProblemException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.crypto.Sha256;
import io.micronaut.http.HttpRequest;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a body that is never held whole was announced to be: {@code Content-Digest} (RFC 9530
 * section 2). It stands for the body in a claim, and the body is held to it while it streams.
 */
public record ContentDigest(Bytes sha256) {
    public static final String HEADER = "Content-Digest";

    private static final String ALGORITHM = "sha-256";
    private static final int MAX_MEMBERS = 8;

    /** A member of the dictionary whose value is a byte sequence (RFC 8941 section 3.3.5). */
    private static final Pattern MEMBER =
            Pattern.compile("([a-z*][a-z0-9_.*-]{0,31})=:([A-Za-z0-9+/]{0,128}={0,2}):");

    public ContentDigest {
        sha256.requireSize(Sha256.SIZE, "the digest of a body");
    }

    /**
     * The request's, if it has one.
     *
     * @throws ProblemException if what it has is none by SHA-256
     */
    public static Optional<ContentDigest> of(HttpRequest<?> request) {
        List<String> lines = request.getHeaders().getAll(HEADER);
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of(new ContentDigest(parse(String.join(",", lines))));
    }

    /** The digest by SHA-256; those by other algorithms may stand beside it. */
    static Bytes parse(String header) {
        Optional<Bytes> found = Optional.empty();
        String[] members = header.split(",", MAX_MEMBERS + 1);
        if (members.length > MAX_MEMBERS) {
            throw invalid();
        }
        for (String each : members) {
            Matcher member = MEMBER.matcher(each.strip());
            if (!member.matches()) {
                throw invalid();
            }
            if (member.group(1).equals(ALGORITHM)) {
                if (found.isPresent()) {
                    throw invalid();
                }
                found = Optional.of(decoded(member.group(2)));
            }
        }
        return found.orElseThrow(ContentDigest::invalid);
    }

    private static Bytes decoded(String base64) {
        try {
            Bytes digest = Bytes.of(Base64.getDecoder().decode(base64));
            if (digest.size() == Sha256.SIZE) {
                return digest;
            }
        } catch (IllegalArgumentException _) {
            throw invalid();
        }
        throw invalid();
    }

    private static ProblemException invalid() {
        return ProblemException.invalid(
                HEADER, "send Content-Digest: sha-256=:<base64 of 32 bytes>: (RFC 9530)");
    }

    /** The same body; its end is reached only if it is the one that was announced. */
    public InputStream checked(InputStream body) {
        return new DigestedBody(body, sha256);
    }

    /** What a claim holds in place of the body. No JSON looks like that. */
    Bytes claimed() {
        return Bytes.concat(Bytes.utf8(ALGORITHM + ":"), sha256);
    }
}
