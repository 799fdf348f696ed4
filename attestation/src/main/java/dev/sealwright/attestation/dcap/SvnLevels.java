package dev.sealwright.attestation.dcap;

import dev.sealwright.attestation.wire.JsonFields;
import dev.sealwright.attestation.wire.JsonValue;
import java.util.List;

/** Levels by a single SVN, newest first: of the quoting enclave, or of a TDX module. */
record SvnLevels(List<Level> levels) {
    record Level(int svn, TcbVerdict.Level verdict) {}

    SvnLevels {
        levels = List.copyOf(levels);
    }

    static SvnLevels read(JsonFields fields) {
        return new SvnLevels(TcbVerdict.levels(fields).stream().map(SvnLevels::level).toList());
    }

    private static Level level(JsonValue value) {
        JsonFields level = JsonFields.of(value, "a TCB level");
        int svn = JsonFields.of(level.take("tcb"), "tcb").number("isvsvn", 0xffff);
        return new Level(svn, TcbVerdict.Level.read(level));
    }

    /** The first level that the SVN reaches. */
    TcbVerdict.Level at(int svn) {
        return levels.stream()
                .filter(level -> svn >= level.svn)
                .map(Level::verdict)
                .findFirst()
                .orElse(TcbVerdict.Level.UNMATCHED);
    }
}
