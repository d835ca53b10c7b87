-- Under which rules the record was written: `RULES_VERSION` of the build that made it, and of each that may open it.
create table reassess.rules (
  only_row boolean primary key default true check (only_row),
  version  integer not null
);
