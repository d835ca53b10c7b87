-- What an incident is found by when somebody looks for it: keyed hashes of words of names and addresses, numbers, references. Apart from
-- `clues`, so that nobody is taken for a repeat caller because of a shared surname. `at` is the incident's report: newest first.
create table reassess.found_by (
  force   text not null,
  -- The first half of an HMAC-SHA-256 over force, kind and value: 16 bytes are enough to tell keys apart.
  key     bytea not null,
  at      timestamptz not null,
  case_id bigint not null,
  primary key (force, key, at, case_id)
);
