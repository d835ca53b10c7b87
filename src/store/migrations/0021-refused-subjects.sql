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
