-- Who asked for what a leaf records. The service's word: no leaf holds it.
CREATE TABLE log_actor (
    leaf_id uuid PRIMARY KEY,
    actor   text NOT NULL CHECK (length(actor) BETWEEN 1 AND 200)
);
CREATE INDEX log_actor_actor ON log_actor (actor, leaf_id);
