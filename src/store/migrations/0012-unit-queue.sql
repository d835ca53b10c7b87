-- How long the queue of the harm assessment unit is, and how old, over all forces: asked for at every scrape of the metrics.
create index registers_unit on reassess.registers (state, due_at) where kind = 'unit';
