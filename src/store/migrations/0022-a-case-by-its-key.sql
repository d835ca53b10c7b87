-- The one index that begins with the reference, so that a case is looked up by nothing else (src/store/caseKey.ts).
alter table reassess.cases
  drop constraint cases_force_reference_key,
  add constraint cases_reference_force_key unique (reference, force);
