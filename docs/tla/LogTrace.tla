------------------------------ MODULE LogTrace ------------------------------
(* Whether what a run of the real log did is a behaviour of Log. InterleavingsTest writes TraceData: a log at rest, then  *)
(* each action with what was seen of the database and the voter after it. Each must be enabled where it stands, and have  *)
(* the effect that was seen; TLC stops in a deadlock where one is not.                                                    *)
EXTENDS Log, TraceData

VARIABLE at   \* which event comes next

TraceLeaves == 1..Names
NoLogs == {}
One == CHOOSE m \in Members : TRUE

TraceInit ==
    /\ db = [epoch |-> 1, log |-> Begin, signed |-> Len(Begin), pending |-> {}]
    /\ admitted = Range(Begin) /\ epoch = 1
    /\ voter = [v \in Voters |-> Begin] /\ alive = [v \in Voters |-> TRUE]
    /\ sigs = {<<1, v, Begin>> : v \in Voters} /\ stored = {<<1, Begin>>}
    /\ work = [r \in Replicas |-> <<>>] /\ released = {} /\ backups = {} /\ losses = 0
    /\ at = 1

Happens(e) == CASE e.what = "propose" -> Propose(e.leaves[1])
                [] e.what = "admit"   -> Admit(e.leaves[1])
                [] e.what = "commit"  -> Commit(e.leaves)
                [] e.what = "read"    -> Read(e.who)
                [] e.what = "crash"   -> Crash(e.who)
                [] e.what = "persist" -> Ask(e.who, One) /\ voter'[One] = voter[One] \o e.leaves
                [] e.what = "sign"    -> Sign(One)
                [] e.what = "store"   -> Store(e.who)

Seen(e) == Len(db'.log) = e.log /\ db'.signed = e.signed /\ Len(voter'[One]) = e.voter

TraceNext == \/ at <= Len(Events) /\ at' = at + 1 /\ Happens(Events[at]) /\ Seen(Events[at])
             \/ at > Len(Events) /\ UNCHANGED <<vars, at>>
TraceSpec == TraceInit /\ [][TraceNext]_<<vars, at>>
=============================================================================
