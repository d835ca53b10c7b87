-- A key of a system that names its own signed-in people says so in each line, and a key may end by itself.
alter table reassess.api_keys
  add column vouches boolean not null default false,
  add column expires_at timestamptz;
