-- What somebody is still writing in a form. Nobody but its owner reads it, it is no part of the record, and it goes a day after it was
-- last saved.
create table reassess.drafts (
  force    text not null,
  -- JSON: issuer and subject of a person who signed in, or the key of the session and whom its holder names.
  owner    text not null,
  role     text not null,
  incident text not null,
  form     text not null,
  -- JSON of pointer to text or texts.
  fields   text not null,
  saved_at timestamptz not null,
  primary key (force, owner, role, incident, form)
);
create index drafts_of_owner on reassess.drafts (force, owner, role, saved_at desc);
create index drafts_oldest on reassess.drafts (saved_at);
