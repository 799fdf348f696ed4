package dev.sealwright.operator.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The lines that folders of this machine show: the data folder and the one of the backups. */
final class FolderExamination {
    private static final int FULL_PERCENT = 90;
    private static final Duration BACKUP_AGE = Duration.ofHours(26);

    private final Instant now;

    FolderExamination(Instant now) {
        this.now = now;
    }

    List<Finding> home(Path home) {
        if (!Files.isDirectory(home)) {
            return List.of(Finding.failed("data folder", home + " is no folder"));
        }
        List<Finding> findings = new ArrayList<>();
        findings.add(rights(home));
        findings.add(disk(home));
        findings.add(
                Files.exists(home.resolve("root"))
                        ? Finding.warning(
                                "root token", "still in the data folder: move root/ to a safe")
                        : Finding.ok("root token", "not in the data folder"));
        findings.add(
                Files.exists(home.resolve("admin.key"))
                        ? Finding.warning(
                                "admin.key", "still in the data folder: hand it over, delete it")
                        : Finding.ok("admin.key", "not in the data folder"));
        return findings;
    }

    private static Finding rights(Path home) {
        try {
            String rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(home));
            return rights.endsWith("------")
                    ? Finding.ok("data folder", rights)
                    : Finding.failed("data folder", rights + ": chmod 700 it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Finding disk(Path home) {
        try {
            var store = Files.getFileStore(home);
            long total = store.getTotalSpace();
            long used =
                    total == 0 ? 0 : Math.round(100.0 * (total - store.getUsableSpace()) / total);
            return used > FULL_PERCENT
                    ? Finding.failed("disk", used + " % used")
                    : Finding.ok("disk", used + " % used");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Finding backups(Path folder) {
        Optional<Instant> newest = newest(folder);
        if (newest.isEmpty()) {
            return Finding.failed("backup", "no backup in " + folder);
        }
        Duration age = Duration.between(newest.get(), now);
        String detail = "the newest is " + age.toHours() + " h old";
        return age.compareTo(BACKUP_AGE) > 0
                ? Finding.failed("backup", detail)
                : Finding.ok("backup", detail);
    }

    private static Optional<Instant> newest(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(FolderExamination::written)
                    .max(Instant::compareTo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant written(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
