-- What supervisors' sampling draws from and counts: by when it was recorded, with the hash that the draw goes by, so that a year
-- of a large force is read from the index alone.
create index entries_thrives on reassess.entries (force, type, recorded_at, case_id, sequence) include (hash)
  where type in ('thrive.assessed', 'thrive.scored');
