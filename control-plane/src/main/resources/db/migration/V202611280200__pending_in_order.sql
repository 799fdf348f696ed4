-- The sequencer reads the first leaves without an index, in order, however many there are behind them. The identity needs no
-- constraint of its own to be unique.
CREATE INDEX log_pending_open ON log_pending (position) WHERE state <> 'refused';
DROP INDEX log_pending_state;
ALTER TABLE log_pending DROP CONSTRAINT log_pending_position_key;
