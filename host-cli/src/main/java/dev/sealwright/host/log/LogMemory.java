package dev.sealwright.host.log;

import dev.sealwright.client.file.PrivateFile;
import dev.sealwright.client.host.HostFolder;
import dev.sealwright.client.host.KnownHost;
import dev.sealwright.client.host.Renewal;
import dev.sealwright.client.json.Json;
import dev.sealwright.protocol.anchors.Anchors;
import dev.sealwright.protocol.anchors.ClosedEpoch;
import dev.sealwright.protocol.merkle.TreeHash;
import dev.sealwright.protocol.note.Checkpoint;
import dev.sealwright.protocol.note.Note;
import dev.sealwright.protocol.receipt.ForkEvidence;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What a host keeps of the log: the largest checkpoint it has verified, in {@code checkpoint}, and
 * what it found against the log, in {@code fork.json}. Without the first, the checkpoint that came
 * with the certificate counts. Once the anchors name another epoch, what they say it took over
 * counts, until a checkpoint of it is known.
 */
public final class LogMemory {
    private static final int MAX_EVIDENCE = 64 * 1024 + 2 * Note.MAX_SIZE;

    private final KnownHost known;
    private final Path checkpoint;
    private final Path evidence;

    public LogMemory(HostFolder folder, KnownHost known) {
        this.known = known;
        this.checkpoint = folder.file("checkpoint");
        this.evidence = folder.file("fork.json");
    }

    /** The largest checkpoint of this epoch that was verified; empty before the first one. */
    public Optional<Note> kept() {
        return PrivateFile.readIfPresent(checkpoint, Note.MAX_SIZE)
                .map(text -> Note.parse(new String(text, StandardCharsets.UTF_8)))
                .filter(this::isOfThisEpoch)
                .or(() -> Optional.of(ofTheCertificate()).filter(this::isOfThisEpoch));
    }

    /** What every newer checkpoint has to continue; what is kept is verified again. */
    public Checkpoint head() {
        return kept().map(this::verified).orElseGet(this::begun);
    }

    private Checkpoint begun() {
        Anchors anchors = known.verifier().anchors().content();
        return new Checkpoint(
                anchors.origin(),
                anchors.base(),
                anchors.predecessor().map(ClosedEpoch::restoredRoot).orElse(TreeHash.EMPTY_ROOT));
    }

    String origin() {
        return known.verifier().anchors().origin();
    }

    /** Whether it is not one of an epoch that was closed. */
    boolean isOfThisEpoch(Note note) {
        return Checkpoint.parse(note.text()).origin().equals(origin());
    }

    private Note ofTheCertificate() {
        return known.config()
                .renewal()
                .map(Renewal::answer)
                .orElse(known.config().enrolment())
                .receipt()
                .checkpoint();
    }

    /** The head of a note that a quorum signed; of a receipt perhaps. */
    public Checkpoint verified(Note note) {
        return known.verifier().verify(note);
    }

    /** The head of the log's own checkpoint, which lacks no signature. */
    Checkpoint verifiedWhole(Note note) {
        return known.verifier().verifyWhole(note);
    }

    void keep(Note note) {
        PrivateFile.write(checkpoint, note.bytes().toArray());
    }

    void accuse(ForkEvidence found) {
        PrivateFile.write(evidence, Json.document(Json.tree(found.toJson())));
    }

    /** What speaks against the log, if anything was found. */
    public Optional<ForkEvidence> evidence() {
        return PrivateFile.readIfPresent(evidence, MAX_EVIDENCE)
                .map(Json::map)
                .map(ForkEvidence::fromJson);
    }

    /** Where {@link #evidence} is. */
    public Path evidenceFile() {
        return evidence;
    }
}
