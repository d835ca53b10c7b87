-- Which incidents say of which that it is linked with them, so that both show it. One row a pair and a word, as it was last said.
-- The case that says so keeps the link in its own record; this is only the way back.
create table reassess.links (
  force    text not null,
  -- The reference of the incident that is named. It is on record: a link to any other is refused.
  incident text not null,
  case_id  bigint not null,
  said_as  text not null,
  at       timestamptz not null,
  primary key (force, incident, case_id, said_as)
);
