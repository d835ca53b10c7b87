-- What the wall asks the list of incidents: the area, and who has an alert of it now.
alter table reassess.cases add column area text not null default 'unknown';
update reassess.cases set area = coalesce(substring(snapshot from '"area":"(urban|rural|unknown)"'), 'unknown');
create index cases_by_area on reassess.cases (force, area, sort_key, id);
create index cases_open_by_area on reassess.cases (force, area, sort_key, id) where not closed;
create index alerts_had_by on reassess.alerts (force, taken_by) include (taken_account, incident) where status = 'acknowledged';
create index alerts_had_by_account on reassess.alerts (force, taken_account) include (incident)
 where status = 'acknowledged' and taken_account is not null;
-- Alerts that are not resolved, the longest waiting first.
create index alerts_standing on reassess.alerts (force, raised_at, place) where status <> 'resolved';
