/** The `reassess` command: its first words choose what it does. Exit code 2 is for words it does not know. */
import { VARIABLES } from './config.ts'
import { sayTrouble } from './serving/trouble.ts'

/** Takes the words after its name, and returns the exit code. */
type Command = (args: string[]) => Promise<number>

/** Each is loaded on demand: `keys` need not wait for the server and the scenarios. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start.ts')).start,
  simulate: async () => (await import('./simulate.ts')).simulate,
  keys: async () => (await import('./keys.ts')).keys,
  policy: async () => (await import('./policy.ts')).policy,
  calendars: async () => (await import('./calendars.ts')).calendars,
  registers: async () => (await import('./registers.ts')).registers,
  verify: async () => (await import('./verify.ts')).verify,
  export: async () => (await import('./export/export.ts')).exportIncident,
  backup: async () => (await import('./backup.ts')).backup,
  restore: async () => (await import('./restore.ts')).restore,
  chart: async () => (await import('./chart.ts')).chart,
}

const USAGE = `reassess: a risk-workflow engine for domestic abuse incidents

  reassess start [--demo]                 the server, on HOST:PORT (127.0.0.1:3000); --demo plays an evening into it
  reassess simulate FILE… [--json]        runs scenarios on a virtual clock
  reassess keys create --role R --force F prints a new API key, once
  reassess keys list                      the keys by name, without the keys themselves
  reassess keys withdraw ID               the key of that name stops working
  reassess policy check FILE              validates a policy file
  reassess calendars check                the calendars that the next start goes by
  reassess calendars show REF             a school's year as it was understood
  reassess calendars import FILE          school terms from CSV or iCalendar (--school REF), bank holidays from GOV.UK's list
  reassess registers rebuild [--after N]  lists what incidents from before the registers owe, and mends what was lost
  reassess verify [REF]                   replays the record and walks its chain and checkpoints
  reassess export REF [--out DIR]         an incident's whole record, as JSON and as a page to print; --json: on stdout
  reassess backup DIR                     the record, as files in a new folder; beside a running server too
  reassess restore DIR                    brings a backup back, into an empty record
  reassess chart [MACHINE]                the statecharts, as Mermaid

Settings come from the environment: ${VARIABLES.join(' ')}
`

const [name = '', ...args] = process.argv.slice(2)
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
if (command === undefined) {
  const asked = name === '' || name === 'help' || name === '--help'
  ;(asked ? process.stdout : process.stderr).write(asked ? USAGE : `reassess: no command is called ${name}\n\n${USAGE}`)
  process.exitCode = asked ? 0 : 2
} else {
  process.exitCode = await command()
    .then((run) => run(args))
    .catch(sayTrouble)
}
