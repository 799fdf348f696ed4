package dev.sealwright.operator.export;

import dev.sealwright.client.json.Fields;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.operator.fleet.AuditPages;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.LongConsumer;

/** Entries in a file, which appears when it is whole. */
record EntryExport(Path file, EntryFormat format) {

    /** Writes all that is left of the pages and tells after each which entry was the last. */
    long write(AuditPages pages, LongConsumer progress) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            Files.createFile(
                    part,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
            long written = 0;
            try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.APPEND)) {
                out.write(format.header().toArray());
                for (List<Fields> page = pages.next(); !page.isEmpty(); page = pages.next()) {
                    out.write(format.lines(page).toArray());
                    written += page.size();
                    pages.last().ifPresent(progress);
                }
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return written;
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.LOCAL, "cannot write " + file, "check the path and its rights", e);
        }
    }
}
