-- How often firing it has failed: each time it is left alone for longer, so that one that cannot fire is not tried all night.
alter table reassess.timers add column failures integer not null default 0;
