/** How each command is called, the words after its name, and how it speaks. */
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { ROLES } from '../../machines/rules/vocabulary.ts'

/** In the order in which they are listed: what may follow the name, and what it does then. */
const CALLS = {
  start: { '[--demo]': 'the server, on HOST:PORT (127.0.0.1:3000); --demo plays an evening into it' },
  simulate: { 'FILE… [--json]': 'plays scenarios on a virtual clock: what follows, and who is told of it' },
  keys: {
    'create --role ROLE --force FORCE [--vouches] [--expires WHEN]': 'prints a new API key, once',
    list: 'the keys by name, without the keys themselves',
    'withdraw ID': 'the key of that name stops working',
  },
  sessions: {
    list: 'who is signed in, since when, and until when',
    'end PERSON': 'signs somebody out everywhere: a name, a subject of the provider, or session-…',
  },
  policy: { 'check FILE': 'validates a policy file' },
  delivery: {
    'check FILE [--days N]': 'holes in the rota, and people whom no message reaches, in the next 14 or N days',
    'rota FILE [--days N]': 'who is on duty in the next 14 or N days',
  },
  calendars: {
    check: 'the calendars that the next start uses',
    'show REF': "a school's year, as it counts after the next start",
    'import FILE.csv [--yes]': 'school terms: school,kind,from,to,follows; --yes: although half of it was left out',
    'import FILE.ics --school REF [--yes]': "one school's calendar",
    'import FILE.json': 'bank holidays, as https://www.gov.uk/bank-holidays.json has them',
  },
  migrate: { '': 'the schema, by the login that owns it; then grants to the others what they need' },
  registers: { 'rebuild [--after N]': 'lists what incidents from before the registers owe, and mends what was lost' },
  verify: { '[REF]': 'replays the record and walks its chain and checkpoints' },
  export: {
    'REF [--out DIR] [--json] [--reason TEXT]': "an incident's whole record, as JSON and as a page to print; --json: on stdout",
  },
  'access-log': { 'expire [--yes]': 'who read what: how many lines are older than the policy keeps; --yes: removes them' },
  backup: { DIR: 'the record, as files in a new folder; beside a running server too' },
  restore: { DIR: 'brings a backup back, into an empty record' },
  chart: { '[MACHINE] [--html FILE] [--svg FILE] [--svg-folder FOLDER]': 'the statecharts, as Mermaid, a page or pictures' },
}
export type CommandName = keyof typeof CALLS

const NOTES: Partial<Record<CommandName, string>> = {
  delivery: 'N is 1 to 31',
  keys: [
    `ROLE is one of ${ROLES.join(', ')}; ID is a key's name as the list has it, key-…, not the key`,
    'WHEN is a day to come (2027-01-31: from its beginning in London) or a duration of at most 400 days (P90D)',
    '--vouches is for a system that names the people who signed in there',
  ].join('\n       '),
}

/** Where what a call does begins; after a longer call on the next line. */
const COLUMN = 51

export const everyCall = (): string =>
  Object.entries(CALLS)
    .flatMap(([name, calls]) =>
      Object.entries(calls).map(([words, does]) => [`  reassess ${name} ${words}`.trimEnd(), does] as const),
    )
    .map(([call, does]) => `${call.length < COLUMN ? call.padEnd(COLUMN) : `${call}\n${' '.repeat(COLUMN)}`}${does}\n`)
    .join('')

/** @param note beside what the calls say. */
export function usageOf(command: CommandName, note = NOTES[command]): string {
  const calls = Object.keys(CALLS[command]).map((words) => `reassess ${command} ${words}`.trimEnd())
  return `usage: ${[...calls, ...(note === undefined ? [] : [note])].join('\n       ')}\n`
}

/** @returns the exit code for words that a command does not know. */
export function refuse(command: CommandName, note?: string): number {
  process.stderr.write(usageOf(command, note))
  return 2
}

/** @returns null where an option is not among those that the command takes. */
export function wordsOf<const Options extends NonNullable<ParseArgsConfig['options']>>(args: string[], options: Options) {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch {
    return null
  }
}

export const print = (line: string): void => void process.stdout.write(`${line}\n`)

/** To standard error: it says what happened, to what, and what to do next. */
export const complain = (message: string): void => void process.stderr.write(`reassess: ${message}\n`)

/** For a command that was given a reference: another spelling is the likely reason. */
export const notOnRecord = (reference: string, force?: string): string =>
  `no incident ${reference}${force === undefined ? '' : ` of ${force}`} is on record; check how its reference is written`

/** A number of things in words: `1 incident`, `2 incidents`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`
