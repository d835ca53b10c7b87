-- Whoever is told that something was refused of an incident looks for it by its reference.
alter table reassess.refusals add column incident text;
create index refusals_of_incident on reassess.refusals (force, incident, id desc) where incident is not null;
