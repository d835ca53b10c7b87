-- What measures count, one row for each thing as it is known now: a wait that ended, a breach, a review, an outcome. No content:
-- what retention destroys takes nothing out of a count.
create table reassess.counted (
  case_id  bigint not null,
  what     text not null,
  -- Which one of its incident.
  name     text not null,
  force    text not null,
  -- What says of which month it is.
  at       timestamptz not null,
  code     text not null,
  priority text,
  area     text,
  risk     text,
  team     text,
  kind     text,
  minutes  integer,
  primary key (case_id, what, name)
);
-- A year of a large force is counted from the index alone.
create index counted_of_period on reassess.counted (force, what, at)
  include (code, priority, area, risk, team, kind, minutes);
-- What was recorded before there was this table was not counted: of no incident, it says since when things are.
insert into reassess.counted (case_id, what, name, force, at, code)
  select 0, 'counting', '', '', now(), 'since' where exists (select from reassess.cases);
-- Explanations that were offered as reassessments, and reassessments that left something out. A column of its own: the item may
-- hold what PostgreSQL takes out of no JSON. Those of before have none.
alter table reassess.refusals add column code text;
create index refusals_of_reassessments on reassess.refusals (force, at) include (code)
  where code in ('explains-delay-not-risk', 'reassessment-incomplete');
