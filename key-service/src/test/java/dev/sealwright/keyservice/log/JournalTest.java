package dev.sealwright.keyservice.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.keyservice.api.StartRefusedException;
import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.crypto.Sha256;
import dev.sealwright.protocol.history.LastingLeaves;
import dev.sealwright.protocol.key.SigningAlgorithm;
import dev.sealwright.protocol.merkle.Frontier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a journal file is, and what becomes of one that is cut, changed or put together anew. */
final class JournalTest {
    private static final Bytes HEADER = JournalFormat.header("localhost/log/1", Bytes.zeros(32));

    private static final List<VoterEvent> EVENTS =
            List.of(
                    VoterEvent.Snapshot.genesis(),
                    new VoterEvent.Admitted(
                            Instant.ofEpochSecond(1_700_000_000),
                            List.of(
                                    AdmittedLeaf.of(hash(1), LeafRole.ANCHORS),
                                    AdmittedLeaf.of(hash(2), LeafRole.CEREMONY),
                                    AdmittedLeaf.of(hash(3), LeafRole.ORDINARY))),
                    new VoterEvent.Appended(0, List.of(hash(1), hash(2))),
                    new VoterEvent.Retired("lost"));

    private static Bytes hash(int n) {
        return Sha256.of(Bytes.uint64(n));
    }

    /** The file of these events, and where each record ends. */
    private static Bytes file(List<VoterEvent> events, List<Integer> ends) {
        Bytes file = HEADER;
        Bytes chain = JournalFormat.seed(HEADER);
        for (VoterEvent event : events) {
            JournalFormat.Sealed record = JournalFormat.seal(chain, event);
            file = Bytes.concat(file, record.bytes());
            chain = record.chain();
            ends.add(file.size());
        }
        return file;
    }

    @Test
    void whatIsWrittenIsRead() {
        Bytes file = file(EVENTS, new ArrayList<>());
        JournalFormat.Scan scan = JournalFormat.scan(file, HEADER);
        assertThat(scan.events()).isEqualTo(EVENTS);
        assertThat(scan.end()).isEqualTo(file.size());
    }

    @Test
    void aRecordCutShortAtAnyByteIsAsIfNeverWritten() {
        List<Integer> ends = new ArrayList<>();
        Bytes file = file(EVENTS, ends);
        for (int cut = ends.getFirst(); cut < file.size(); cut++) {
            JournalFormat.Scan scan = JournalFormat.scan(file.slice(0, cut), HEADER);
            int whole = 0;
            while (ends.get(whole) <= cut) {
                whole++;
            }
            assertThat(scan.events()).as("cut at %d", cut).isEqualTo(EVENTS.subList(0, whole));
            assertThat(scan.end()).isEqualTo(ends.get(whole - 1));
        }
    }

    @Test
    void aFileCutBeforeItsFirstSnapshotIsDamaged() {
        List<Integer> ends = new ArrayList<>();
        Bytes file = file(EVENTS, ends);
        for (int cut = 0; cut < ends.getFirst(); cut++) {
            Bytes torn = file.slice(0, cut);
            assertThatThrownBy(() -> JournalFormat.scan(torn, HEADER))
                    .as("cut at %d", cut)
                    .isInstanceOf(StartRefusedException.class);
        }
    }

    @Test
    void aByteChangedAnywhereIsNeverReadAsAnotherHistory() {
        Bytes file = file(EVENTS, new ArrayList<>());
        for (int at = 0; at < file.size(); at++) {
            byte[] bytes = file.toArray();
            bytes[at] ^= 0x01;
            Bytes changed = Bytes.of(bytes);
            assertThatThrownBy(() -> JournalFormat.scan(changed, HEADER))
                    .as("byte %d", at)
                    .isInstanceOf(StartRefusedException.class);
        }
    }

    @Test
    void aRecordLeftOutOrMovedIsDamage() {
        List<Integer> ends = new ArrayList<>();
        Bytes file = file(EVENTS, ends);
        Bytes without =
                Bytes.concat(file.slice(0, ends.get(0)), file.slice(ends.get(1), file.size()));
        Bytes swapped =
                Bytes.concat(
                        file.slice(0, ends.get(0)),
                        file.slice(ends.get(1), ends.get(2)),
                        file.slice(ends.get(0), ends.get(1)));
        assertThatThrownBy(() -> JournalFormat.scan(without, HEADER))
                .isInstanceOf(StartRefusedException.class);
        assertThatThrownBy(() -> JournalFormat.scan(swapped, HEADER))
                .isInstanceOf(StartRefusedException.class);
    }

    @Test
    void theJournalOfAnotherLogIsRefusedAsSuch() {
        Bytes file = file(EVENTS, new ArrayList<>());
        Bytes other = JournalFormat.header("localhost/log/2", Bytes.zeros(32));
        assertThatThrownBy(() -> JournalFormat.scan(file, other))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("another origin");
    }

    private static VoterEvent withOrgKeys(List<ClientKey> keys) {
        Optional<Instant> due = Optional.of(Instant.ofEpochSecond(7));
        return new VoterEvent.Snapshot(
                Frontier.EMPTY,
                Frontier.EMPTY,
                List.of(),
                Optional.empty(),
                Authorities.Snapshot.EMPTY,
                keys,
                List.of(
                        new OrgKey(
                                Bytes.zeros(16),
                                List.of(
                                        new OrgKey.Version(false, due, true),
                                        new OrgKey.Version(true, due, false),
                                        OrgKey.Version.FRESH))),
                Optional.empty());
    }

    @Test
    void anEventHasOneEncodingAndNoOtherBytesDecode() {
        List<VoterEvent> events = new ArrayList<>(EVENTS);
        events.add(
                new VoterEvent.Snapshot(
                        Frontier.EMPTY.append(hash(1)),
                        Frontier.EMPTY.append(hash(1)).append(hash(2)),
                        List.of((VoterEvent.Admitted) EVENTS.get(1)),
                        Optional.of("lost"),
                        new Authorities.Snapshot(
                                List.of(new Authorities.Key(Bytes.zeros(16), hash(4))),
                                List.of(
                                        new Authorities.Approved(
                                                hash(5), Instant.ofEpochSecond(7), true))),
                        List.of(),
                        List.of(),
                        Optional.empty()));
        events.add(
                new VoterEvent.Snapshot(
                        Frontier.EMPTY,
                        Frontier.EMPTY,
                        List.of(),
                        Optional.empty(),
                        Authorities.Snapshot.EMPTY,
                        List.of(key(Optional.empty()), key(Optional.of(Instant.EPOCH))),
                        List.of(),
                        Optional.empty()));
        events.add(withOrgKeys(List.of()));
        events.add(withOrgKeys(List.of(key(Optional.empty()))));
        events.add(
                new VoterEvent.Admitted(
                        Instant.ofEpochSecond(9),
                        List.of(new AdmittedLeaf(hash(6), LeafRole.ORDINARY, hash(7), hash(8)))));
        events.add(
                new VoterEvent.Followed(
                        7,
                        Instant.ofEpochSecond(5),
                        List.of(
                                new AdmittedLeaf(
                                        hash(8),
                                        LeafRole.ORDINARY,
                                        Bytes.utf8("a leaf"),
                                        hash(9)))));
        events.add(
                new VoterEvent.Followed(
                        7,
                        Instant.EPOCH,
                        List.of(
                                AdmittedLeaf.of(hash(1), LeafRole.PASSING),
                                AdmittedLeaf.of(hash(2), LeafRole.GONE))));
        events.add(withChain(Frontier.EMPTY, Trust.Snapshot.EMPTY, LastingLeaves.At.BEGINNING));
        Frontier two = Frontier.EMPTY.append(hash(1)).append(hash(2));
        Trust.Snapshot trust = new Trust.Snapshot(List.of(), Optional.of(hash(3)), true, List.of());
        events.add(withChain(two, trust, new LastingLeaves.At(2, hash(4), 0)));
        events.add(withChain(two, Trust.Snapshot.EMPTY, new LastingLeaves.At(2, hash(4), 2)));
        for (VoterEvent event : events) {
            byte[] encoded = VoterEventCodec.encode(event);
            assertThat(VoterEventCodec.decode(encoded)).isEqualTo(event);
            for (int cut = 0; cut < encoded.length; cut++) {
                byte[] torn = Arrays.copyOf(encoded, cut);
                assertThatThrownBy(() -> VoterEventCodec.decode(torn))
                        .isInstanceOf(MalformedException.class);
            }
            for (int at = 0; at < encoded.length; at++) {
                byte[] changed = encoded.clone();
                changed[at] ^= 0x10;
                decodesToSomethingElseOrNothing(changed, event);
            }
        }
    }

    private static VoterEvent.Snapshot withChain(
            Frontier head, Trust.Snapshot trust, LastingLeaves.At at) {
        return new VoterEvent.Snapshot(
                head,
                head,
                List.of(),
                Optional.empty(),
                Authorities.Snapshot.EMPTY,
                List.of(),
                List.of(),
                trust,
                Optional.of(at));
    }

    @Test
    void aChainStandsWhereItsLogDoes() {
        Frontier two = Frontier.EMPTY.append(hash(1)).append(hash(2));
        for (LastingLeaves.At at :
                List.of(
                        LastingLeaves.At.BEGINNING,
                        new LastingLeaves.At(3, hash(4), 0),
                        new LastingLeaves.At(2, hash(4), 3),
                        new LastingLeaves.At(2, hash(4), -1))) {
            assertThatThrownBy(() -> withChain(two, Trust.Snapshot.EMPTY, at))
                    .isInstanceOf(MalformedException.class);
        }
        LastingLeaves.At begun = new LastingLeaves.At(0, hash(4), 0);
        assertThatThrownBy(() -> withChain(Frontier.EMPTY, Trust.Snapshot.EMPTY, begun))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void whatWentWasNeverAdmittedAndTeachesNothing() {
        byte[] encoded =
                VoterEventCodec.encode(
                        new VoterEvent.Admitted(
                                Instant.EPOCH,
                                List.of(AdmittedLeaf.of(hash(1), LeafRole.PASSING))));
        encoded[1 + Long.BYTES + Integer.BYTES] = LeafRole.GONE.code();
        assertThatThrownBy(() -> VoterEventCodec.decode(encoded))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("before it was admitted");
        assertThatThrownBy(() -> new AdmittedLeaf(hash(1), LeafRole.GONE, hash(2), Bytes.EMPTY))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> new AdmittedLeaf(hash(1), LeafRole.GONE, Bytes.EMPTY, hash(2)))
                .isInstanceOf(MalformedException.class);
    }

    private static ClientKey key(Optional<Instant> due) {
        return new ClientKey(
                Bytes.zeros(16),
                Bytes.zeros(16),
                SigningAlgorithm.PS256,
                7,
                hash(3),
                due.isEmpty(),
                due,
                due.isPresent());
    }

    private static void decodesToSomethingElseOrNothing(byte[] changed, VoterEvent event) {
        try {
            VoterEvent read = VoterEventCodec.decode(changed);
            assertThat(read).isNotEqualTo(event);
            assertThat(VoterEventCodec.encode(read)).isEqualTo(changed);
        } catch (MalformedException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    @Test
    void stateFollowsFromEventsAndASnapshotOfItIsTheSameState() {
        VoterState state = new VoterState(VoterEvent.Snapshot.genesis());
        EVENTS.stream().skip(1).forEach(state::apply);
        VoterState again = new VoterState(state.snapshot());

        assertThat(again.current()).isEqualTo(state.current());
        assertThat(again.previous()).isEqualTo(Frontier.EMPTY);
        assertThat(again.roleOf(hash(3))).contains(LeafRole.ORDINARY);
        assertThat(again.roleOf(hash(1))).isEmpty();
        assertThat(again.retired()).contains("lost");
    }

    @Test
    void anAppendOfWhatWasNotAdmittedIsNoHistory() {
        VoterState state = new VoterState(VoterEvent.Snapshot.genesis());
        assertThatThrownBy(() -> state.apply(new VoterEvent.Appended(0, List.of(hash(1)))))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> state.apply(new VoterEvent.Appended(1, List.of())))
                .isInstanceOf(MalformedException.class);
    }
}
