/**
 * What each login may do to each table. Rights are granted from this list and from nowhere else; a table that is missing here is
 * missing for the engine and the reader too, and test/store/logins.test.ts names it.
 */

export type Right = 'select' | 'insert' | 'update' | 'delete'

export interface TableRights {
  /** Its column `force` says whose row it is, and the reader sees the rows of one force at a time. False: it has no rows of a force. */
  readonly parted: boolean
  readonly engine: readonly Right[]
  readonly reader: readonly Right[]
}

const READ = ['select'] as const
const APPEND = ['select', 'insert'] as const
const CHANGE = ['select', 'insert', 'update'] as const
const ANYTHING = ['select', 'insert', 'update', 'delete'] as const

export const TABLES: Readonly<Record<string, TableRights>> = {
  // Append only: what was said, what was refused, who read it, who had it sent again.
  entries: { parted: true, engine: APPEND, reader: READ },
  contents: { parted: true, engine: APPEND, reader: READ },
  refusals: { parted: true, engine: APPEND, reader: READ },
  refusal_subjects: { parted: true, engine: APPEND, reader: READ },
  access_log: { parted: true, engine: APPEND, reader: READ },
  rota_overrides: { parted: true, engine: APPEND, reader: [] },
  replays: { parted: true, engine: APPEND, reader: READ },
  access_log_removed: { parted: false, engine: READ, reader: [] },
  system_alert_lines: { parted: true, engine: APPEND, reader: READ },
  checkpoints: { parted: false, engine: APPEND, reader: [] },
  // What follows from it.
  cases: { parted: true, engine: CHANGE, reader: READ },
  alerts: { parted: true, engine: CHANGE, reader: READ },
  changes: { parted: true, engine: CHANGE, reader: READ },
  counted: { parted: true, engine: CHANGE, reader: READ },
  links: { parted: true, engine: CHANGE, reader: READ },
  deliveries: { parted: true, engine: ANYTHING, reader: READ },
  handovers: { parted: true, engine: CHANGE, reader: READ },
  handover_items: { parted: true, engine: CHANGE, reader: READ },
  handover_changes: { parted: true, engine: CHANGE, reader: READ },
  subscriptions: { parted: true, engine: CHANGE, reader: READ },
  registers: { parted: true, engine: ANYTHING, reader: READ },
  ended: { parted: true, engine: ANYTHING, reader: READ },
  // What only the engine asks.
  timers: { parted: true, engine: ANYTHING, reader: [] },
  timers_unfireable: { parted: true, engine: ['select', 'insert', 'delete'], reader: [] },
  clues: { parted: true, engine: APPEND, reader: [] },
  found_by: { parted: true, engine: APPEND, reader: READ },
  notifications: { parted: true, engine: ANYTHING, reader: [] },
  refused_subjects: { parted: true, engine: ANYTHING, reader: [] },
  api_keys: { parted: true, engine: ANYTHING, reader: [] },
  sessions: { parted: true, engine: ANYTHING, reader: [] },
  drafts: { parted: true, engine: ANYTHING, reader: [] },
  // Of no force: rules that all cases share, and how the system stands.
  policies: { parted: false, engine: APPEND, reader: READ },
  policy_versions: { parted: false, engine: APPEND, reader: [] },
  clue_key: { parted: false, engine: APPEND, reader: [] },
  machines_at_work: { parted: false, engine: CHANGE, reader: [] },
  system_said: { parted: false, engine: CHANGE, reader: [] },
  writable: { parted: false, engine: ['select', 'update'], reader: [] },
  turns: { parted: false, engine: ['select', 'update'], reader: [] },
  schema_version: { parted: false, engine: READ, reader: [] },
  rules: { parted: false, engine: READ, reader: [] },
}

/** Sequences that a statement of the engine asks by name: an identity column needs no right. */
export const SEQUENCES: readonly string[] = ['refusals_id_seq']
/** What reads past row-level security, and checks the force itself: migration 0026. */
const READING = ['access_lines_of(text, text)', 'cases_in_state(text, text)'] as const
/** Functions that each login calls. A command of the engine reads too. */
export const FUNCTIONS: Readonly<Record<'engine' | 'reader', readonly string[]>> = {
  engine: ['number_changes(timestamptz, text, text)', ...READING],
  reader: READING,
}
