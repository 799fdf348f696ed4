package dev.sealwright.keyservice.ceremony;

import dev.sealwright.keyservice.CeremonyFolder;
import dev.sealwright.keyservice.KeyServiceConfig;
import dev.sealwright.keyservice.KeyServices;
import dev.sealwright.keyservice.api.Admission;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.keyservice.pkcs11.ModuleProfile;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.Seconds;
import dev.sealwright.protocol.Uuids;
import dev.sealwright.protocol.anchors.VerifiedAnchors;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.leaf.CeremonyAction;
import dev.sealwright.protocol.leaf.EventKind;
import dev.sealwright.protocol.leaf.EventOutcome;
import dev.sealwright.protocol.leaf.Leaf;
import dev.sealwright.protocol.leaf.LeafBody;
import dev.sealwright.protocol.merkle.EntryBundle;
import dev.sealwright.protocol.merkle.Tile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The parts of a {@link Rehearsal} that need its own SoftHSM2, each in a process of its own. */
final class RehearsalCommand {
    private final Arguments arguments;
    private final Progress progress;
    private final SecureRandom random;
    private final InstantSource clock;

    RehearsalCommand(
            Arguments arguments, Progress progress, SecureRandom random, InstantSource clock) {
        this.arguments = arguments;
        this.progress = progress;
        this.random = random;
        this.clock = clock;
    }

    /** Any other module would show real tokens, wherever its configuration says they are. */
    void check() {
        Path module = arguments.path("--module");
        arguments.end();
        String name = ModuleProfile.nameOf(module);
        if (!name.equals("softhsm2")) {
            throw new CeremonyRefusedException(
                    "A rehearsal is held on SoftHSM2 and on no real token: this module is "
                            + name
                            + ". Give the path of libsofthsm2.so.");
        }
    }

    /** A log of four leaves on a fresh service token: its state, and what a backup would hold. */
    void log() {
        Path home = arguments.path("--home");
        Path log = arguments.path("--out");
        KeyServiceConfig config =
                KeyServiceConfig.inDataFolder(home, arguments.path("--module"))
                        .onToken(arguments.text("--token-label"), arguments.path("--pin-file"));
        arguments.end();
        List<Bytes> leaves =
                leaves(
                        new CeremonyFolder(config.ceremonyFolder()).anchors(clock.instant()),
                        firstKey(config.firstPlatformKeyDigestFile()));
        try (KeyService service = KeyServices.openPkcs11(config, clock)) {
            if (!service.admit(leaves).stream().allMatch(Admission.Admitted.class::isInstance)) {
                throw new CeremonyRefusedException("The rehearsal's log cannot begin.");
            }
            write(log, leaves, service.append(0, leaves).note());
        }
        progress.step("log", "made a log of " + leaves.size() + " entries");
    }

    private static void write(Path log, List<Bytes> leaves, String note) {
        Path tile = log.resolve(Tile.inTree(Tile.ENTRIES, 0, leaves.size()).path());
        Optional.ofNullable(tile.getParent()).ifPresent(CeremonyFiles::folder);
        CeremonyFiles.writePublic(tile, EntryBundle.encode(leaves));
        CeremonyFiles.writePublic(log.resolve("checkpoint"), Bytes.utf8(note));
    }

    private static Bytes firstKey(Path file) {
        return Bytes.fromHex(CeremonyFiles.text(file).strip());
    }

    private List<Bytes> leaves(VerifiedAnchors anchors, Bytes firstKey) {
        return List.of(
                leaf(new LeafBody.Anchors(anchors.digest(), anchors.content().version())),
                leaf(new LeafBody.Ceremony(CeremonyAction.FIRST_PLATFORM_KEY, firstKey)),
                leaf(event()),
                leaf(event()));
    }

    private LeafBody event() {
        return new LeafBody.Event(
                EventKind.HSM_RECOVERED, EventOutcome.SUCCESS, Sha256.of(random(Sha256.SIZE)));
    }

    private Bytes leaf(LeafBody body) {
        return new Leaf(
                        Uuids.v7(clock.instant(), random(Uuids.RANDOM_SIZE)),
                        Seconds.truncate(clock.instant()),
                        Leaf.NO_ORG,
                        body)
                .encode();
    }

    private Bytes random(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }
}
