-- Markers, orders and the like of all cases, for the registers: one row each as it is now. Codes and instants only.
create table reassess.matters (
  case_id bigint not null,
  kind    text not null,
  name    text not null,
  force   text not null,
  state   text not null,
  ended   boolean not null,
  -- The nearest of its clocks; null where none runs.
  due_at  timestamptz,
  item    text not null,
  primary key (case_id, kind, name)
);
create index matters_living on reassess.matters (force, kind, due_at, case_id, name) where not ended;
