-- Bells are ordered by the instant, and again each second by whoever looks: no row needs to say that it was handed over.
drop index reassess.timers_to_hand;
alter table reassess.timers drop column handed;
