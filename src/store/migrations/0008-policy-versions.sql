-- Calendars go with a policy and change without a new version of it: a version stands for the content without them.
create table reassess.policy_versions (
  id      text not null,
  version integer not null,
  -- SHA-256, hex, of the content without its calendars.
  rules   text not null,
  primary key (id, version)
);
insert into reassess.policy_versions (id, version, rules) select id, version, hash from reassess.policies;
alter table reassess.policies drop constraint policies_id_version_key;
