package dev.sealwright.operator.witness;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.terminal.CommandFailure;
import dev.sealwright.client.terminal.ExitCode;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.note.NoteAlgorithm;
import dev.sealwright.protocol.note.NoteKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a witness keeps: {@code name}, {@code seed} (0600) and a folder for each log under {@code
 * logs}. The folder is the witness's memory: an older copy of it would let a log roll back.
 */
record WitnessFolder(Path path) {
    private static final int MAX_NAME = 512;

    /** Makes the key of a new witness. */
    NoteKey create(String name, SecureRandom random) {
        if (Files.exists(path.resolve("name"))) {
            throw new CommandFailure(
                    ExitCode.LOCAL,
                    path + " holds a witness already",
                    "choose another folder; a witness's key cannot be replaced in place");
        }
        byte[] seed = new byte[WitnessKey.SEED_SIZE];
        random.nextBytes(seed);
        try {
            NoteKey verifier = new WitnessKey(name, seed).verifier();
            PrivateFile.makeFolder(path.resolve("logs"));
            PrivateFile.write(path.resolve("seed"), seed);
            PrivateFile.write(path.resolve("name"), name.getBytes(StandardCharsets.UTF_8));
            return verifier;
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /** Watches one more log, from nothing. */
    void addLog(String origin, List<NoteKey> keys) {
        boolean fitting =
                keys.stream()
                        .allMatch(
                                key ->
                                        key.name().equals(origin)
                                                && key.algorithm() == NoteAlgorithm.ED25519);
        if (!fitting || keys.isEmpty() || keys.size() > WatchedLog.MAX_KEYS) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "the keys are not Ed25519 keys of the log " + origin,
                    "give the log's verifier keys, whose name is the log's origin");
        }
        Path folder = log(origin);
        if (Files.exists(folder)) {
            throw new CommandFailure(
                    ExitCode.LOCAL, origin + " is watched already", "nothing is to be done");
        }
        WatchedLog.create(folder, keys);
    }

    private Path log(String origin) {
        return path.resolve("logs").resolve(WatchedLog.folderName(origin));
    }

    Witness open(InstantSource clock) {
        byte[] name = PrivateFile.read(path.resolve("name"), MAX_NAME);
        byte[] seed = PrivateFile.read(path.resolve("seed"), WitnessKey.SEED_SIZE);
        try {
            Bytes.of(seed).requireSize(WitnessKey.SEED_SIZE, "the seed of the witness");
            WitnessKey key = new WitnessKey(new String(name, StandardCharsets.UTF_8), seed);
            return new Witness(key, logs(), clock);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    private List<WatchedLog> logs() {
        try (Stream<Path> folders = Files.list(path.resolve("logs"))) {
            List<WatchedLog> logs = folders.sorted().map(WatchedLog::open).toList();
            for (WatchedLog log : logs) {
                if (!Files.isDirectory(log(log.origin()))) {
                    throw new MalformedException("a log in the folder of another");
                }
            }
            return logs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
