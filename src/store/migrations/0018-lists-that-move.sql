-- A list whose order can change is walked to its end and then once more over what came nearer to its beginning since the walk
-- began: the transaction that put a row there says when that was (decision 0036). Null for what was there before this migration.
alter table reassess.cases add column moved_up xid8;
create index cases_moved_up on reassess.cases (force, moved_up, id) where moved_up is not null;
alter table reassess.registers add column moved_up xid8;
create index registers_moved_up on reassess.registers (force, moved_up, case_id, kind, name) where moved_up is not null;
-- Of an incident's own list, the transaction that put it here.
alter table reassess.ended add column left_by xid8;

-- What the list of alerts is filtered by. Empty for an alert about the system itself.
alter table reassess.alerts
  add column incident text not null default '',
  add column kind     text not null default '',
  add column audience text not null default '';
update reassess.alerts
   set incident = item::jsonb ->> 'incident', kind = item::jsonb ->> 'kind', audience = item::jsonb ->> 'audience';
drop index reassess.alerts_of_case;
create index alerts_of_incident on reassess.alerts (force, incident, raised_at desc, place desc);
create index alerts_of_kind on reassess.alerts (force, kind, raised_at desc, place desc);
create index alerts_for on reassess.alerts (force, audience, raised_at desc, place desc);
