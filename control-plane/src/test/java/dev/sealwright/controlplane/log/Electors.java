package dev.sealwright.controlplane.log;

import dev.sealwright.controlplane.storage.Sql;
import dev.sealwright.controlplane.storage.StorageOn;
import dev.sealwright.controlplane.voter.FurtherMember;
import dev.sealwright.controlplane.voter.Members;
import dev.sealwright.controlplane.voter.VoterRoom;
import dev.sealwright.controlplane.voter.WitnessVotes;
import dev.sealwright.keyservice.api.KeyService;
import dev.sealwright.testkit.Postgres;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Several voters with their keys in memory, before one database. */
final class Electors implements AutoCloseable {
    private final TestTrust trust;
    private final StorageOn storage;
    private final List<SoftwareVoter> voters = new ArrayList<>();
    private final WitnessVotes witness;
    private Members members;

    Electors(TestTrust trust, Postgres database, WitnessVotes witness) {
        this.trust = trust;
        this.witness = witness;
        this.storage = StorageOn.open(database);
        IntStream.range(0, trust.members())
                .mapToObj(i -> new SoftwareVoter(trust, i))
                .forEach(voters::add);
        members = elected();
    }

    private Members elected() {
        return Members.of(
                new AnchorsInForce(storage.storage(), trust.anchors()),
                new FurtherMember("first", voters.getFirst()),
                voters.stream().skip(1).map(each -> new FurtherMember("further", each)).toList(),
                new SignedLog(storage.storage(), new SignedSize(storage.storage())),
                new Cosignatures(storage.storage()),
                VoterRoom.votes(storage.storage()),
                VoterRoom.entrusted(storage.storage()),
                witness);
    }

    SoftwareVoter voter(int index) {
        return voters.get(index);
    }

    /** Its process starts again without what it knew. */
    void forget(int index) {
        voters.set(index, new SoftwareVoter(trust, index));
        newControlPlane();
    }

    /** As another control plane meets them. */
    void newControlPlane() {
        members.close();
        members = elected();
    }

    Members members() {
        return members;
    }

    KeyService voting() {
        return members.voting(voters.getFirst());
    }

    void execute(String sql) {
        storage.storage().write(connection -> Sql.of(connection, sql).update());
    }

    @Override
    public void close() {
        members.close();
        storage.close();
    }
}
