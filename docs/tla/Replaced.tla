------------------------------ MODULE Replaced ------------------------------
(* Anchors replaced within an epoch (ADR 74): a leaf puts other voters in the place of some. The control plane is         *)
(* compromised and asks whom it likes for what it likes; root and operators approved the change. Whatever a voter has on  *)
(* its disk it may have signed, at each size that it is a voter of; so signatures follow from the logs.                   *)
EXTENDS Naturals, Sequences, FiniteSets, TLC

CONSTANTS
    Stay, Gone, Fresh,   \* voters before and after, before only, after only
    Q,                   \* how many make a checkpoint
    Leaves, MaxLen, MaxLosses,   \* bounds of the exploration
    Rule                 \* what a voter builds on a change that no quorum of those before is known to have signed: "never"
                         \* anything, or it "adopt"s what it is shown

VARIABLES
    log,         \* each voter's account, on its disk
    confirmed,   \* voters that have seen the change signed by a quorum of those before
    alive,       \* voters that did not lose their state; the others never sign again
    losses
vars == <<log, confirmed, alive, losses>>

Before == Stay \cup Gone
After == Stay \cup Fresh
Voters == Before \cup Fresh
ASSUME /\ 2 * Q > Cardinality(Before) /\ 2 * Q > Cardinality(After)
       /\ Stay \cap Gone = {} /\ Before \cap Fresh = {} /\ Rule \in {"never", "adopt"}

Change == "change"
Logs == UNION {[1..n -> Leaves \cup {Change}] : n \in 1..MaxLen}
IsPrefix(s, t) == Len(s) <= Len(t) /\ SubSeq(t, 1, Len(s)) = s
Changes(l) == {i \in 1..Len(l) : l[i] = Change}
Has(l) == Changes(l) # {}
IsTurn(l) == Len(l) > 0 /\ l[Len(l)] = Change
Beyond(l) == Has(l) /\ ~IsTurn(l)

(* Who signs a log: up to the change, it included, those before. *)
Electorate(l) == IF Beyond(l) THEN After ELSE Before
Signed(l) == {v \in Electorate(l) : IsPrefix(l, log[v])}
Valid(l) == Cardinality(Signed(l)) >= Q
ValidForOld(l) == Cardinality(Signed(l) \cap Before) >= Q

Init == /\ log = [v \in Voters |-> <<>>] /\ confirmed = {}
        /\ alive = [v \in Voters |-> TRUE] /\ losses = 0

Continues(v, l) == alive[v] /\ Len(l) > Len(log[v]) /\ IsPrefix(log[v], l) /\ Cardinality(Changes(l)) <= 1

(* A batch ends with the change; what comes after it is another. *)
MayTake(v, l) == Beyond(l) => Has(log[v]) /\ (Rule = "adopt" \/ v \in confirmed)

Sign(v, l) == /\ Continues(v, l) /\ MayTake(v, l) /\ v \in Electorate(l)
                /\ log' = [log EXCEPT ![v] = l]
                /\ UNCHANGED <<confirmed, alive, losses>>

(* What a quorum signed, or, by the rule that looks harmless, what another voter has. *)
Follow(v, l) == /\ Continues(v, l) /\ MayTake(v, l)
                /\ Valid(l) \/ (Rule = "adopt" /\ \E u \in Voters : log[u] = l)
                /\ log' = [log EXCEPT ![v] = l]
                /\ confirmed' = IF IsTurn(l) THEN confirmed \cup {v} ELSE confirmed
                /\ UNCHANGED <<alive, losses>>

Confirm(v) == /\ alive[v] /\ IsTurn(log[v]) /\ Valid(log[v])
              /\ confirmed' = confirmed \cup {v}
              /\ UNCHANGED <<log, alive, losses>>

Lose(v) == /\ alive[v] /\ losses < MaxLosses
           /\ alive' = [alive EXCEPT ![v] = FALSE] /\ losses' = losses + 1
           /\ UNCHANGED <<log, confirmed>>

Next == \E v \in Voters : Confirm(v) \/ Lose(v) \/ \E l \in Logs : Sign(v, l) \/ Follow(v, l)
Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
Heads == UNION {{SubSeq(log[v], 1, n) : n \in 1..Len(log[v])} : v \in Voters}
OneHistory(S) == \A p, q \in S : IsPrefix(p, q) \/ IsPrefix(q, p)

(* No two valid checkpoints contradict each other, whoever of the two electorates signed them. *)
NoFork == OneHistory({l \in Heads : Valid(l)})

(* Nor do those that somebody takes who has the anchors before alone. *)
NoForkForOld == OneHistory({l \in Heads : Valid(l) \/ ValidForOld(l)})

(* What those after sign stands on a change that those before signed. *)
ChangeWasSigned == \A l \in Heads : Valid(l) /\ Beyond(l)
                      => Valid(SubSeq(l, 1, CHOOSE i \in Changes(l) : TRUE))

Symmetric == Permutations(Leaves) \cup Permutations(Stay)
=============================================================================
