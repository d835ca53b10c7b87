-- What the registers list, one row each as it is now: markers, orders and the like, and what else somebody looks down a list for.
alter table reassess.matters rename to registers;
-- 0 for a high risk to the victim, 1 for one that nobody graded, 2 for medium, 3 for standard; 0 where the thing has no risk of its own.
alter table reassess.registers add column weight integer not null default 0;
drop index reassess.matters_living;
-- A register reads some states of some kinds, each from its beginning. Without a clock a thing comes last.
create index registers_in_order on reassess.registers
  (force, kind, state, weight, (coalesce(due_at, timestamptz '9999-12-31 00:00:00+00')), case_id, name);
