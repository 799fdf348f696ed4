package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.wire.Json;
import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.protocol.Bytes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The "tcbInfo" collateral of one platform family: its levels, newest first. */
record TcbInfo(
        boolean tdx,
        Instant issued,
        Instant nextUpdate,
        Bytes fmspc,
        Bytes pceId,
        int evaluation,
        List<TcbLevel> levels,
        TdxModules modules) {
    private static final int MAX_EVALUATION = 1_000_000;

    static TcbInfo read(Bytes text) {
        JsonFields info = JsonFields.of(Json.read(text, SignedJson.MAX_SIZE), "TCB info");
        boolean tdx = info.optional("id").map(v -> v.asText("id").equals("TDX")).orElse(false);
        return new TcbInfo(
                tdx,
                TcbVerdict.time(info, "issueDate"),
                TcbVerdict.time(info, "nextUpdate"),
                info.hex("fmspc", 6),
                info.hex("pceId", 2),
                info.number("tcbEvaluationDataNumber", MAX_EVALUATION),
                TcbVerdict.levels(info).stream().map(TcbLevel::read).toList(),
                TdxModules.read(info));
    }

    boolean isFor(PlatformCertificate platform) {
        return fmspc.equals(platform.fmspc()) && pceId.equals(platform.pceId());
    }

    /** The first level that the platform, and for a TD its module's SVNs, reach. */
    TcbVerdict.Level match(PlatformCertificate platform, Optional<List<Integer>> teeTcbSvn) {
        return levels.stream()
                .filter(level -> level.reachedBy(platform))
                .filter(level -> teeTcbSvn.map(level::reachedBy).orElse(true))
                .map(TcbLevel::verdict)
                .findFirst()
                .orElse(TcbVerdict.Level.UNMATCHED);
    }
}
