-- What an incident's people and place may be recognised by when they call again: keyed hashes, never a number or an address.
-- `at` is the incident's report, so that one index gives the newest first. A row says nothing without the key.
create table reassess.clues (
  force   text not null,
  -- HMAC-SHA-256 over force, kind and value.
  key     bytea not null,
  at      timestamptz not null,
  case_id bigint not null,
  primary key (force, key, at, case_id)
);

-- 32 random bytes, made when the first clue is hashed. It stays with the record: under another key nobody would be recognised.
create table reassess.clue_key (
  only_row boolean primary key default true check (only_row),
  key      bytea not null
);
