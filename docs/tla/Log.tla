-------------------------------- MODULE Log --------------------------------
(* The log: admit, store, sign, release. Any number of control planes (replicas) work on one database; none of them is   *)
(* trusted to be the only one, so the lease by which they take turns is not in here: nothing rests on it. Voters are the  *)
(* key services (members) and the witnesses; a checkpoint is valid with Q of their signatures. Anything may crash between *)
(* two steps; the database may be replaced by an older copy of itself; a voter may lose its state. With Compromised, a    *)
(* control plane asks the voters for signatures on whatever it likes.                                                     *)
EXTENDS Naturals, Sequences, FiniteSets, TLC

CONSTANTS
    Members, Witnesses, Q,   \* who votes, and how many make a checkpoint
    Replicas, Leaves,
    MaxLen, MaxEpoch, MaxBackups, MaxLosses,   \* bounds of the exploration
    Rule,                    \* what a voter does that lost its state: "never" signs again, or "adopt"s others' head
    Compromised

VARIABLES
    db,        \* what the database holds: [epoch, log, signed, pending]
    admitted,  \* leaves that the members took
    epoch,     \* of the anchors: the origin that voters sign for
    voter,     \* each voter's account of the log, on its disk
    alive,     \* voters that did not lose it
    sigs,      \* all signatures there are: <<epoch, voter, log>>
    work,      \* what a replica read and has not finished: <<>>, or <<epoch, log>>
    released,  \* what was acknowledged: <<epoch, log>>
    stored,    \* all that ever was committed: <<epoch, log>>
    backups,   \* copies of db
    losses     \* how many voters lost their state
vars == <<db, admitted, epoch, voter, alive, sigs, work, released, stored, backups, losses>>

Voters == Members \cup Witnesses
ASSUME Members \cap Witnesses = {} /\ 2 * Q > Cardinality(Voters) /\ Rule \in {"never", "adopt"}

Logs == UNION {[1..n -> Leaves] : n \in 0..MaxLen}
IsPrefix(s, t) == Len(s) <= Len(t) /\ SubSeq(t, 1, Len(s)) = s
Range(s) == {s[i] : i \in 1..Len(s)}
Valid(e, l) == Len(l) > 0 /\ Cardinality({v \in Voters : <<e, v, l>> \in sigs}) >= Q

(* A replica compares before it works: a database that lacks what a voter remembers is an older copy, or another history. *)
Behind == db.epoch # epoch \/ (\E v \in Voters : alive[v] /\ ~IsPrefix(voter[v], db.log))
          \/ Cardinality({v \in Voters : alive[v]}) < Q

Init == /\ db = [epoch |-> 1, log |-> <<>>, signed |-> 0, pending |-> {}]
        /\ admitted = {} /\ epoch = 1
        /\ voter = [v \in Voters |-> <<>>] /\ alive = [v \in Voters |-> TRUE]
        /\ sigs = {} /\ work = [r \in Replicas |-> <<>>] /\ released = {} /\ stored = {}
        /\ backups = {} /\ losses = 0

(* A domain change and its pending leaf: one transaction. *)
Propose(x) == /\ x \notin db.pending \cup Range(db.log)
              /\ db' = [db EXCEPT !.pending = @ \cup {x}]
              /\ UNCHANGED <<admitted, epoch, voter, alive, sigs, work, released, stored, backups, losses>>

Admit(x) == /\ x \in db.pending \ admitted
            /\ admitted' = admitted \cup {x}
            /\ UNCHANGED <<db, epoch, voter, alive, sigs, work, released, stored, backups, losses>>

(* The first transaction, by compare-and-swap on the size: indexes, entries, unsigned head. *)
Batches == {b \in Logs : Len(b) > 0 /\ Cardinality(Range(b)) = Len(b)}
Commit(b) == /\ Range(b) \subseteq db.pending \cap admitted
             /\ db.signed = Len(db.log) /\ Len(db.log) + Len(b) <= MaxLen
             /\ LET next == db.log \o b IN
                /\ db' = [db EXCEPT !.log = next, !.pending = @ \ Range(b)]
                /\ stored' = stored \cup {<<db.epoch, next>>}
             /\ UNCHANGED <<admitted, epoch, voter, alive, sigs, work, released, backups, losses>>

(* A replica takes the committed, unsigned head up, its own or one that it finds. *)
Read(r) == /\ work[r] = <<>> /\ db.signed < Len(db.log)
           /\ work' = [work EXCEPT ![r] = <<db.epoch, db.log>>]
           /\ UNCHANGED <<db, admitted, epoch, voter, alive, sigs, released, stored, backups, losses>>

(* What a voter takes: what continues its own account; a member what was admitted, a witness what the log's key signed.   *)
(* It is on the voter's disk before there is a signature.                                                                 *)
Persist(v, l) == /\ alive[v] /\ Len(l) > Len(voter[v]) /\ IsPrefix(voter[v], l)
                 /\ v \in Members => (Compromised \/ Range(l) \subseteq admitted)
                 /\ v \in Witnesses => \E m \in Members : <<epoch, m, l>> \in sigs
                 /\ voter' = [voter EXCEPT ![v] = l]
                 /\ UNCHANGED <<db, admitted, epoch, alive, sigs, work, released, stored, backups, losses>>

Sign(v) == /\ alive[v] /\ Len(voter[v]) > 0
           /\ sigs' = sigs \cup {<<epoch, v, voter[v]>>}
           /\ UNCHANGED <<db, admitted, epoch, voter, alive, work, released, stored, backups, losses>>

Ask(r, v) == work[r] # <<>> /\ work[r][1] = epoch /\ Persist(v, work[r][2])
Evil(v, l) == Compromised /\ Persist(v, l)

(* The second transaction: the checkpoint is stored, the head signed if it stands there still, and requests released.    *)
(* The program makes it one transaction with the Commit that follows, which is these two steps and nothing in between.   *)
Store(r) == /\ work[r] # <<>> /\ Valid(work[r][1], work[r][2])
            /\ db' = IF db.epoch = work[r][1] /\ db.log = work[r][2] THEN [db EXCEPT !.signed = Len(db.log)] ELSE db
            /\ released' = released \cup {work[r]}
            /\ work' = [work EXCEPT ![r] = <<>>]
            /\ UNCHANGED <<admitted, epoch, voter, alive, sigs, stored, backups, losses>>

Crash(r) == /\ work[r] # <<>> /\ work' = [work EXCEPT ![r] = <<>>]
            /\ UNCHANGED <<db, admitted, epoch, voter, alive, sigs, released, stored, backups, losses>>

Backup == /\ Cardinality(backups) < MaxBackups /\ backups' = backups \cup {db}
          /\ UNCHANGED <<db, admitted, epoch, voter, alive, sigs, work, released, stored, losses>>

Restore == /\ \E b \in backups : db' = b
           /\ UNCHANGED <<admitted, epoch, voter, alive, sigs, work, released, stored, backups, losses>>

Lose(v) == /\ alive[v] /\ losses < MaxLosses
           /\ alive' = [alive EXCEPT ![v] = FALSE] /\ voter' = [voter EXCEPT ![v] = <<>>]
           /\ losses' = losses + 1
           /\ UNCHANGED <<db, admitted, epoch, sigs, work, released, stored, backups>>

(* The rule that looks harmless: take the longest head of enough others, and go on under the same key. *)
Longest(S) == CHOOSE l \in {voter[u] : u \in S} : \A u \in S : Len(voter[u]) <= Len(l)
Adopt(v) == /\ Rule = "adopt" /\ ~alive[v]
            /\ \E S \in SUBSET (Voters \ {v}) :
                 /\ \A u \in S : alive[u]
                 /\ Cardinality(S) >= Cardinality(Voters) - Q + 1
                 /\ voter' = [voter EXCEPT ![v] = Longest(S)]
            /\ alive' = [alive EXCEPT ![v] = TRUE]
            /\ UNCHANGED <<db, admitted, epoch, sigs, work, released, stored, backups, losses>>

(* The ceremony: when nothing can go on, the next epoch begins, under another origin and with new keys. *)
NextEpoch == /\ Behind /\ epoch < MaxEpoch
             /\ epoch' = epoch + 1
             /\ db' = [db EXCEPT !.epoch = epoch + 1, !.log = <<>>, !.signed = 0]
             /\ admitted' = {}
             /\ voter' = [v \in Voters |-> <<>>] /\ alive' = [v \in Voters |-> TRUE]
             /\ UNCHANGED <<sigs, work, released, stored, backups, losses>>

Next == \/ \E x \in Leaves : Propose(x) \/ Admit(x)
        \/ \E b \in Batches : Commit(b)
        \/ \E r \in Replicas : Read(r) \/ Store(r) \/ Crash(r) \/ \E v \in Voters : Ask(r, v)
        \/ \E v \in Voters : Sign(v) \/ Lose(v) \/ Adopt(v) \/ \E l \in Logs : Evil(v, l)
        \/ Backup \/ Restore \/ NextEpoch
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(* No two valid checkpoints contradict each other; so none of one size have different roots. *)
NoFork == \A p, q \in sigs : (p[1] = q[1] /\ Valid(p[1], p[3]) /\ Valid(q[1], q[3]))
                             => (IsPrefix(p[3], q[3]) \/ IsPrefix(q[3], p[3]))

(* What the database calls signed is; what was acknowledged is. *)
ReleasedIsSigned == /\ db.signed > 0 => Valid(db.epoch, SubSeq(db.log, 1, db.signed))
                    /\ \A p \in released : Valid(p[1], p[2])

(* Unless somebody asked who stores nothing. *)
SignedWasStored == Compromised \/ \A p \in sigs : <<p[1], p[3]>> \in stored

(* What was acknowledged in this epoch is there, or the service refuses to go on. *)
NothingLost == \A p \in released : p[1] = epoch => (Behind \/ IsPrefix(p[2], db.log))

Symmetric == Permutations(Leaves) \cup Permutations(Replicas) \cup Permutations(Members)
=============================================================================
