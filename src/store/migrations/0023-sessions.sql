-- Who is signed in. The token is in the browser's cookie and nowhere here: 256 random bits need neither salt nor a slow hash.
create table reassess.sessions (
  id         text primary key,
  -- SHA-256 of the token, hex.
  hash       text not null unique,
  force      text not null,
  opened_by  text not null check (opened_by in ('oidc', 'trial', 'key')),
  -- The person who signed in; null where a key opened the session.
  issuer     text,
  subject    text,
  name       text,
  -- The key that opened the session, and who the form says is using it.
  key        text,
  named_id   text,
  named_role text,
  -- Whose sessions are counted together: a person's, or those of a name under one key.
  owner      text not null,
  roles      text[] not null,
  -- Null until somebody with several roles has chosen.
  role       text,
  -- SHA-256 of the sign-in that this session came of: it opens one session and no second.
  sign_in    text unique,
  -- Sent back to the provider at sign-out.
  id_token   text,
  created    timestamptz not null default now(),
  last_seen  timestamptz not null default now(),
  ends_at    timestamptz not null,
  check ((opened_by = 'key') = (key is not null and named_id is not null and named_role is not null)),
  check ((opened_by = 'key') = (issuer is null and subject is null and name is null))
);
create index sessions_of_owner on reassess.sessions (owner, created desc);
create index sessions_of_key on reassess.sessions (key, created desc) where key is not null;
