package dev.sealwright.operator.export;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * A ZIP archive of which there is one for its files: in their order, not compressed, under one
 * date. What reads as the same files but is another archive is refused, so that no byte is free.
 */
final class StoredZip {
    private static final LocalDateTime DATE = LocalDateTime.of(1980, 1, 1, 0, 0);
    private static final int MAX_FILES = 16;

    private StoredZip() {}

    static Bytes write(Map<String, Bytes> files) {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            zip.setMethod(ZipOutputStream.STORED);
            for (var file : files.entrySet()) {
                byte[] content = file.getValue().toArray();
                zip.putNextEntry(entry(file.getKey(), content));
                zip.write(content);
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.of(out.toByteArray());
    }

    private static ZipEntry entry(String name, byte[] content) {
        var crc = new CRC32();
        crc.update(content);
        var entry = new ZipEntry(name);
        entry.setTimeLocal(DATE);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(crc.getValue());
        return entry;
    }

    /** The files of an archive that {@link #write} wrote. */
    static Map<String, Bytes> read(Bytes archive) {
        Map<String, Bytes> files = new LinkedHashMap<>();
        try (var zip =
                new ZipInputStream(
                        new ByteArrayInputStream(archive.toArray()), StandardCharsets.UTF_8)) {
            for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
                byte[] content = zip.readNBytes(archive.size());
                if (files.size() == MAX_FILES
                        || each.getMethod() != ZipEntry.STORED
                        || files.put(each.getName(), Bytes.of(content)) != null) {
                    throw malformed();
                }
            }
        } catch (IOException | IllegalArgumentException _) {
            throw malformed();
        }
        if (!write(files).equals(archive)) {
            throw malformed();
        }
        return files;
    }

    private static MalformedException malformed() {
        return new MalformedException("not an archive as audit export writes it");
    }
}
