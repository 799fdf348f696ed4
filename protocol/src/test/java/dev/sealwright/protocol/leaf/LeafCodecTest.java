package dev.sealwright.protocol.leaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.World;
import dev.sealwright.protocol.cbor.CborReader;
import dev.sealwright.protocol.cbor.CborValue;
import dev.sealwright.protocol.cbor.CborWriter;
import dev.sealwright.protocol.key.SigningAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LeafCodecTest {
    private static final Bytes ID = Bytes.fromHex("019cb0a0f2007000800000000000002a");
    private static final Bytes A16 = Bytes.fromHex("a1".repeat(16));
    private static final Bytes B16 = Bytes.fromHex("b2".repeat(16));
    private static final Bytes SPKI =
            Bytes.fromHex(
                    "302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    private static final Bytes C32 = Bytes.fromHex("c3".repeat(32));
    private static final Bytes D32 = Bytes.fromHex("d4".repeat(32));
    private static final Bytes E64 = Bytes.fromHex("e5".repeat(64));
    private static final Validity HOUR = Validity.starting(World.NOW, Duration.ofHours(1));

    static Stream<Leaf> leaves() {
        Stream<LeafBody> records =
                Arrays.stream(RecordKind.values())
                        .map(
                                kind ->
                                        new LeafBody.RecordBody(
                                                kind, A16, 3, RecordState.REMOVED, C32));
        Stream<LeafBody> others =
                Stream.of(
                        new LeafBody.Anchors(C32, 1),
                        new LeafBody.Ceremony(CeremonyAction.FIRST_PLATFORM_KEY, C32),
                        new EpochBody(
                                "seal.example:8444/log/2",
                                "seal.example:8444/log/1",
                                70_000,
                                C32,
                                60_000,
                                D32,
                                C32,
                                EpochBody.ClosedBy.VOTERS,
                                List.of(new EpochBody.Approval("Ada", E64))),
                        new LeafBody.Bootstrap(A16, C32, B16, HOUR),
                        new LeafBody.Enrolment(A16, B16, A16, C32, D32, E64, HOUR),
                        new LeafBody.Renewal(A16, C32, D32, E64, HOUR),
                        new LeafBody.Server(List.of("127.0.0.1", "::1", "seal.example"), C32, HOUR),
                        new LeafBody.Policy(A16, 9, HOUR, C32),
                        new LeafBody.Activation(A16, C32),
                        new SecretBody.Seal(A16, 1, C32),
                        new SecretBody.Unseal(A16, 24, C32, D32),
                        new SecretBody.Shred(A16, 256, C32),
                        new SecretBody.Reseal(A16, 3, C32, D32),
                        new OrgKeyBody.Version(2, A16),
                        new OrgKeyBody.Switch(1, true),
                        new OrgKeyBody.Switch(1, false),
                        new OrgKeyBody.Destruction(24, World.NOW),
                        new OrgKeyBody.Restoration(256),
                        new OrgKeyBody.Destroyed(70_000),
                        new KeyBody.Version(A16, 7, SigningAlgorithm.ED25519, SPKI),
                        new KeyBody.Switch(A16, true),
                        new KeyBody.Switch(A16, false),
                        new KeyBody.Destruction(A16, World.NOW),
                        new KeyBody.Restoration(A16),
                        new KeyBody.Destroyed(A16),
                        new KeyBody.Sign(A16, 7, SigningAlgorithm.PS256, C32, D32),
                        new ReportBody.Report(C32),
                        new PruningBody(70_144, 80_001, C32),
                        new ReportBody.OrgHead(0, Bytes.zeros(32)),
                        new ReportBody.OrgHead(70_000, C32),
                        new TokenBody.AttestationResult(C32, HOUR),
                        new TokenBody.CapabilityToken(C32, HOUR),
                        new RevocationBody.TokenRevocation(
                                A16, java.util.Optional.of(C32), World.NOW, D32),
                        new RevocationBody.TokenRevocationList(9, C32),
                        new AuthorityBody.AuthorityKey(A16, 2, RecordState.SET, SPKI),
                        new AuthorityBody.Approval(C32, D32, World.NOW, E64),
                        new LeafBody.Event(
                                EventKind.BOOTSTRAP_CONTESTED, EventOutcome.REFUSED, C32));
        return Stream.concat(records, others)
                .map(
                        body ->
                                new Leaf(
                                        ID,
                                        World.NOW,
                                        body.systemWide() ? Leaf.NO_ORG : World.ORG,
                                        body));
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void aLeafIsReadAsItWasWritten(Leaf leaf) {
        assertThat(LeafCodec.decode(leaf.encode())).isEqualTo(leaf);
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void noOtherBytesAreTheSameLeaf(Leaf leaf) {
        byte[] encoded = leaf.encode().toArray();
        Random random = new Random(42);
        for (int at = 0; at < encoded.length; at++) {
            for (int round = 0; round < 4; round++) {
                byte[] other = encoded.clone();
                other[at] ^= (byte) (1 + random.nextInt(255));
                differs(leaf, Bytes.of(other));
            }
            differs(leaf, Bytes.of(encoded).slice(0, at));
        }
        differs(leaf, Bytes.concat(Bytes.of(encoded), Bytes.zeros(1)));
    }

    private static void differs(Leaf leaf, Bytes other) {
        try {
            Leaf read = LeafCodec.decode(other);
            assertThat(read).isNotEqualTo(leaf);
            assertThat(read.encode()).isEqualTo(other);
        } catch (MalformedException e) {
            assertThat(e.getMessage()).hasSizeLessThanOrEqualTo(200);
        }
    }

    @ParameterizedTest
    @MethodSource("leaves")
    void aMissingOrUnknownFieldIsRefused(Leaf leaf) {
        List<CborValue> parts = CborReader.strict(leaf.encode(), Leaf.MAX_SIZE).asArray("leaf");
        var body = parts.get(4).asMap("body");
        for (CborValue key : body.keySet()) {
            var less = new LinkedHashMap<>(body);
            less.remove(key);
            refused(parts, less);
            var other = new LinkedHashMap<>(body);
            other.put(key, new CborValue.Null());
            refused(parts, other);
        }
        var more = new LinkedHashMap<>(body);
        more.put(CborValue.of("zz"), CborValue.of(1));
        refused(parts, more);
        var integerKey = new LinkedHashMap<>(body);
        integerKey.put(CborValue.of(1), CborValue.of(1));
        refused(parts, integerKey);
    }

    private static void refused(List<CborValue> parts, SequencedMap<CborValue, CborValue> body) {
        List<CborValue> items = new ArrayList<>(parts);
        items.set(4, new CborValue.Dictionary(body));
        Bytes encoded = CborWriter.encode(new CborValue.Array(items));
        assertThatThrownBy(() -> LeafCodec.decode(encoded)).isInstanceOf(MalformedException.class);
    }

    @Test
    void anUnknownTypeIsRefused() {
        Leaf leaf = leaves().findFirst().orElseThrow();
        List<CborValue> parts = CborReader.strict(leaf.encode(), Leaf.MAX_SIZE).asArray("leaf");
        for (String type :
                List.of(
                        "sealwright/orgs/v1",
                        "sealwright//v1",
                        "sealwright/v1",
                        "org",
                        "sealwright/org/v2")) {
            List<CborValue> items = new ArrayList<>(parts);
            items.set(0, CborValue.of(type));
            Bytes encoded = CborWriter.encode(new CborValue.Array(items));
            assertThatThrownBy(() -> LeafCodec.decode(encoded))
                    .isInstanceOf(MalformedException.class);
        }
    }

    /** The bytes that hosts and monitors will read for ever: one leaf, spelled out. */
    @Test
    void theEncodingIsFrozen() {
        Leaf leaf = new Leaf(ID, World.NOW, World.ORG, new LeafBody.Activation(A16, C32));
        assertThat(leaf.encode().hex())
                .isEqualTo(
                        "85"
                                + "78187365616c7772696768742f61637469766174696f6e2f7631"
                                + "50019cb0a0f2007000800000000000002a"
                                + "1a69a42a40"
                                + "500f0e0d0c0b0a09080706050403020100"
                                + "a2"
                                + "6773616e64626f78"
                                + "50a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1"
                                + "6b6365727469666963617465"
                                + "5820c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3");
    }

    @Test
    void impossibleBodiesAreRefused() {
        refused(
                () ->
                        new LeafBody.Bootstrap(
                                A16,
                                C32,
                                B16,
                                Validity.starting(World.NOW, Duration.ofSeconds(3601))));
        refused(() -> new Validity(World.NOW, World.NOW));
        refused(() -> new Validity(World.NOW.plusMillis(1), World.NOW.plusSeconds(9)));
        refused(() -> new LeafBody.RecordBody(RecordKind.ORG, A16, 0, RecordState.SET, C32));
        refused(() -> new LeafBody.Renewal(A16, C32, D32, Bytes.EMPTY, HOUR));
        refused(() -> new LeafBody.Renewal(A16, C32, D32, Bytes.zeros(129), HOUR));
        refused(() -> new LeafBody.Server(List.of("b.example", "a.example"), C32, HOUR));
        refused(() -> new LeafBody.Server(List.of("a.example", "a.example"), C32, HOUR));
        refused(() -> new LeafBody.Server(List.of("*.example"), C32, HOUR));
        refused(() -> new LeafBody.Server(List.of(), C32, HOUR));
        refused(() -> new KeyBody.Version(A16, 0, SigningAlgorithm.ED25519, SPKI));
        refused(() -> new KeyBody.Version(A16, 1, SigningAlgorithm.ES256, SPKI));
        refused(() -> new KeyBody.Version(C32, 1, SigningAlgorithm.ED25519, SPKI));
        refused(() -> new KeyBody.Sign(A16, 1, SigningAlgorithm.ES256, A16, C32));
        refused(() -> new KeyBody.Destruction(A16, World.NOW.plusMillis(1)));
        refused(() -> new SecretBody.Seal(A16, 0, C32));
        refused(() -> new SecretBody.Seal(C32, 1, C32));
        refused(() -> new SecretBody.Unseal(A16, 1, A16, C32));
        refused(() -> new SecretBody.Unseal(A16, 1, C32, A16));
        refused(() -> new SecretBody.Shred(A16, 1, E64));
        refused(() -> new SecretBody.Reseal(A16, 1, C32, C32));
        refused(() -> new SecretBody.Reseal(A16, 1, C32, A16));
        refused(() -> new SecretBody.Reseal(A16, 0, C32, D32));
        refused(() -> new OrgKeyBody.Version(1, A16));
        refused(() -> new OrgKeyBody.Version(2, C32));
        refused(() -> new OrgKeyBody.Switch(0, true));
        refused(() -> new OrgKeyBody.Destruction(1, World.NOW.plusMillis(1)));
        refused(() -> new OrgKeyBody.Restoration(0));
        refused(() -> new OrgKeyBody.Destroyed(0));
        refused(() -> new Leaf(ID, World.NOW, World.ORG, new LeafBody.Anchors(C32, 1)));
        refused(
                () ->
                        new Leaf(
                                ID,
                                Instant.ofEpochSecond(-1),
                                World.ORG,
                                new LeafBody.Activation(A16, C32)));
    }

    private static void refused(org.assertj.core.api.ThrowableAssert.ThrowingCallable making) {
        assertThatThrownBy(making).isInstanceOf(MalformedException.class);
    }

    @Test
    void anEmptyChainHasOneHead() {
        assertThatThrownBy(() -> new ReportBody.OrgHead(0, C32))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> new ReportBody.OrgHead(-1, C32))
                .isInstanceOf(MalformedException.class);
    }
}
