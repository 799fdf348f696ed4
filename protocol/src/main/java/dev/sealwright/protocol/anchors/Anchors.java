package dev.sealwright.protocol.anchors;

import dev.sealwright.protocol.Bytes;
import dev.sealwright.protocol.MalformedException;
import dev.sealwright.protocol.Validity;
import dev.sealwright.protocol.crypto.Sha256;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whom to trust, and for what: the content of an anchors document.
 *
 * @param version from 1, grows with each document
 * @param validity from when it was issued until it expires
 * @param origin of the log, {@code <host>/log/<epoch>}
 * @param trustDomain of SPIFFE ids
 * @param serverNames the only names server certificates may carry
 * @param quorum voters a checkpoint needs: more than half
 * @param operatorsRequired signatures a change of trust needs
 * @param serverCa DER certificate of the CA for the service's listeners
 * @param hostCa DER certificate of the CA for hosts
 * @param recoveryKey raw X25519 public key to which secrets are also sealed
 * @param nextRoot SHA-256 of the SubjectPublicKeyInfo of the root that will follow
 * @param closed the epochs of the log before this one, oldest first
 * @param furtherCas issuing CAs beside those above, of members with all keys of their own
 * @param replaces SHA-256 of the document before this one within its epoch; empty for an epoch's
 *     first
 */
public record Anchors(
        long version,
        Validity validity,
        String origin,
        String trustDomain,
        List<String> serverNames,
        List<Voter> voters,
        int quorum,
        List<Operator> operators,
        int operatorsRequired,
        Bytes serverCa,
        Bytes hostCa,
        Bytes recoveryKey,
        Optional<Bytes> nextRoot,
        List<ClosedEpoch> closed,
        List<MemberCas> furtherCas,
        Optional<Bytes> replaces) {
    public static final int MAX_MEMBERS = 64;

    private static final int X25519_SIZE = 32;
    private static final int MAX_NAME = 253;
    private static final Pattern ORIGIN =
            Pattern.compile("[A-Za-z0-9.:\\[\\]-]{1,200}/log/[A-Za-z0-9.-]{1,32}");
    private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");
    private static final Pattern SERVER_NAME = Pattern.compile("[a-z0-9.:-]{1," + MAX_NAME + "}");

    public Anchors {
        serverNames = List.copyOf(serverNames);
        voters = List.copyOf(voters);
        operators = List.copyOf(operators);
        closed = List.copyOf(closed);
        furtherCas = List.copyOf(furtherCas);
        require(version >= 1, "version");
        require(isOrigin(origin), "origin");
        require(TRUST_DOMAIN.matcher(trustDomain).matches(), "trust domain");
        require(
                serverNames.stream().allMatch(name -> SERVER_NAME.matcher(name).matches()),
                "server name");
        requireDistinct(serverNames, Function.identity(), "server names");
        requireDistinct(voters, Voter::name, "voters");
        requireDistinct(voters, Voter::key, "voters");
        List<Bytes> postQuantum =
                voters.stream().flatMap(voter -> voter.postQuantumKey().stream()).toList();
        require(postQuantum.stream().distinct().count() == postQuantum.size(), "voters");
        require(quorum >= 1 && quorum <= voters.size() && 2 * quorum > voters.size(), "quorum");
        requireDistinct(operators, Operator::name, "operators");
        requireDistinct(operators, operator -> operator.key().spki(), "operators");
        require(
                operatorsRequired >= 1 && operatorsRequired <= operators.size(),
                "operators required");
        recoveryKey.requireSize(X25519_SIZE, "recovery key");
        nextRoot.ifPresent(root -> root.requireSize(Sha256.SIZE, "next root"));
        Set<String> origins = new HashSet<>(Set.of(origin));
        require(
                closed.size() <= MAX_MEMBERS
                        && closed.stream().map(ClosedEpoch::origin).allMatch(origins::add),
                "closed epochs");
        require(
                furtherCas.size() < MAX_MEMBERS
                        && furtherCas.stream().map(MemberCas::member).distinct().count()
                                == furtherCas.size(),
                "issuing CAs");
        replaces.ifPresent(before -> before.requireSize(Sha256.SIZE, "the replaced anchors"));
        require(replaces.isEmpty() || version > 1, "version");
    }

    /** The first of a log, whose first member alone issues certificates. */
    public Anchors(
            long version,
            Validity validity,
            String origin,
            String trustDomain,
            List<String> serverNames,
            List<Voter> voters,
            int quorum,
            List<Operator> operators,
            int operatorsRequired,
            Bytes serverCa,
            Bytes hostCa,
            Bytes recoveryKey,
            Optional<Bytes> nextRoot) {
        this(
                version,
                validity,
                origin,
                trustDomain,
                serverNames,
                voters,
                quorum,
                operators,
                operatorsRequired,
                serverCa,
                hostCa,
                recoveryKey,
                nextRoot,
                List.of(),
                List.of(),
                Optional.empty());
    }

    /** The members that issue certificates and hold secrets: the first, and those with CAs. */
    public List<Voter> issuing() {
        Set<String> names =
                furtherCas.stream().map(MemberCas::member).collect(Collectors.toUnmodifiableSet());
        return voters.stream()
                .filter(voter -> voter.kind() == VoterKind.MEMBER)
                .filter(voter -> voter.equals(voters.getFirst()) || names.contains(voter.name()))
                .toList();
    }

    /** Whether any voter has a post-quantum key. */
    public boolean namesPostQuantumKeys() {
        return voters.stream().anyMatch(voter -> voter.postQuantumKey().isPresent());
    }

    /**
     * Whether nobody who can forge Ed25519, and nothing else, can have two histories signed. Any
     * two quorums have voters in common, at least twice the quorum less all voters, none of which
     * signs two; that holds while one of them has a key that he cannot forge.
     */
    public boolean withstandsForgedEd25519() {
        long forgeable = voters.stream().filter(voter -> voter.postQuantumKey().isEmpty()).count();
        return forgeable < 2L * quorum - voters.size();
    }

    /** The epoch before this one. */
    public Optional<ClosedEpoch> predecessor() {
        return closed.isEmpty() ? Optional.empty() : Optional.of(closed.getLast());
    }

    /** Leaves that this epoch took over; the next one is its own first. */
    public long base() {
        return closed.isEmpty() ? 0 : closed.getLast().restoredSize();
    }

    /** The origin under which the leaf that now stands at this index was appended. */
    public String originAt(long index) {
        String at = origin;
        long base = base();
        for (int i = closed.size() - 1; i >= 0 && index < base; i--) {
            at = closed.get(i).origin();
            base = Math.min(base, i == 0 ? 0 : closed.get(i - 1).restoredSize());
        }
        return at;
    }

    static boolean isOrigin(String text) {
        return ORIGIN.matcher(text).matches();
    }

    private static <T, K> void requireDistinct(
            Collection<T> items, Function<T, K> key, String what) {
        var seen = new HashSet<K>();
        require(!items.isEmpty() && items.size() <= MAX_MEMBERS, what);
        require(items.stream().map(key).allMatch(seen::add), what);
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new MalformedException("anchors with an impossible " + what);
        }
    }
}
