-- Who has an alert, or had it when it was resolved: the id as `personKey` spells it, and the account of a person who signed in, as
-- JSON of issuer and subject. Null while nobody has it.
alter table reassess.alerts
  add column taken_by      text,
  add column taken_account text;
create index alerts_taken_by on reassess.alerts (force, taken_by, raised_at desc, place desc)
 where taken_by is not null and taken_account is null;
create index alerts_taken_signed_in on reassess.alerts (force, taken_by, raised_at desc, place desc) where taken_account is not null;
create index alerts_taken_account on reassess.alerts (force, taken_account, raised_at desc, place desc) where taken_account is not null;
-- With both filters a page reads what it shows: of 100,000 alerts thousands have the kind, and thousands the audience.
create index alerts_of_kind_for on reassess.alerts (force, kind, audience, raised_at desc, place desc);

-- Who took and released alerts about the system, with their notes: such an alert has no incident, whose lines would say it.
create table reassess.system_alert_lines (
  id    bigint generated always as identity primary key,
  force text not null,
  alert text not null,
  -- `alert.acknowledged` or `alert.released`, as in an incident's timeline.
  type  text not null,
  at    timestamptz not null,
  -- JSON of the person, and of the key or session that posted it.
  by    text not null,
  actor text,
  note  text
);
create index system_alert_lines_of_alert on reassess.system_alert_lines (force, alert, id);
