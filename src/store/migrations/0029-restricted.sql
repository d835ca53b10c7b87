-- Who may read a restricted incident, as `personKey` spells ids; null for an incident that everybody of the force reads.
alter table reassess.cases add column readers text[];
create index cases_restricted on reassess.cases (force) include (reference, readers) where readers is not null;
-- Which incidents a refusal names, so that what was sent of a restricted incident is shown to its readers alone.
create index refusal_subjects_of_refusal on reassess.refusal_subjects (refusal);
