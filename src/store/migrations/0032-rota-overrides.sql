-- Who is on duty instead, as somebody posted it. Append only: a later override overrides an earlier one, and those of the delivery
-- file. `people` and `instead` are names of the delivery file.
create table reassess.rota_overrides (
  id          bigint generated always as identity primary key,
  force       text not null,
  role        text not null,
  from_at     timestamptz not null,
  to_at       timestamptz not null check (to_at > from_at),
  people      text[] not null,
  -- A swap: whom `people` stand in for. Null: they replace everybody.
  instead     text[],
  -- JSON: whoever decided it, and whose key or session posted it.
  by_whom     text not null,
  actor       text not null,
  reason      text,
  recorded_at timestamptz not null
);
create index rota_overrides_of_force on reassess.rota_overrides (force, to_at);
