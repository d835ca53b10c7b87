-- A refused body may name several subjects: each is told of, so each is looked for. (Decision 0039.)
create table reassess.refusal_subjects (
  force    text not null,
  incident text not null,
  refusal  bigint not null,
  primary key (force, incident, refusal)
);
insert into reassess.refusal_subjects select force, incident, id from reassess.refusals where incident is not null;
drop index reassess.refusals_of_incident;

-- Subjects of refused reports that have no alert of their own yet, by the key that sent them.
create table reassess.refused_subjects (
  force    text not null,
  incident text not null,
  key      text not null,
  at       timestamptz not null,
  primary key (force, incident)
);
-- Whose report it was: a key has only so many alerts of refused reports beyond what all share.
alter table reassess.alerts add column raised_by text;

-- A page of the incident list reads its index also at the end of what a filter shows. With the general ones it read everything
-- after the last that matched: of 100,000 incidents 97,830 pages of the database for the last 20 that are soon overdue.
create index cases_open_by_priority on reassess.cases (force, priority, sort_key, id) where not closed;
create index cases_closed_worst_first on reassess.cases (force, sort_key, id) where closed;
create index cases_demanded_first on reassess.cases (force, sort_key, id) where attention @> '{demanded}'::text[];
create index cases_overdue_first on reassess.cases (force, sort_key, id) where attention @> '{overdue}'::text[];
create index cases_warning_first on reassess.cases (force, sort_key, id) where attention @> '{warning}'::text[];
create index cases_unassessed_first on reassess.cases (force, sort_key, id) where attention @> '{unassessed}'::text[];
create index cases_open_none_first on reassess.cases (force, sort_key, id) where not closed and attention @> '{none}'::text[];
