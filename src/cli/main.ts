/** The `reassess` command: its first words choose what it does. Exit code 2 is for words it does not know. */
import { VARIABLES } from './config.ts'
import { sayTrouble } from './trouble.ts'
import { type CommandName, everyCall } from './words.ts'

/** Takes the words after its name, and returns the exit code. */
type Command = (args: string[]) => Promise<number>

/** Each is loaded on demand: `keys` need not wait for the server and the scenarios. */
const COMMANDS: Readonly<Record<CommandName, () => Promise<Command>>> = {
  start: async () => (await import('./serving/start.ts')).start,
  simulate: async () => (await import('./files/simulate.ts')).simulate,
  keys: async () => (await import('./record/keys.ts')).keys,
  sessions: async () => (await import('./record/sessions.ts')).sessions,
  policy: async () => (await import('./files/policy.ts')).policy,
  delivery: async () => (await import('./files/delivery.ts')).delivery,
  calendars: async () => (await import('./files/calendars.ts')).calendars,
  migrate: async () => (await import('./record/migrate.ts')).migrate,
  registers: async () => (await import('./record/registers.ts')).registers,
  verify: async () => (await import('./record/verify.ts')).verify,
  export: async () => (await import('./record/export.ts')).exportIncident,
  'access-log': async () => (await import('./record/accessLog.ts')).accessLog,
  backup: async () => (await import('./record/backup.ts')).backup,
  restore: async () => (await import('./record/restore.ts')).restore,
  chart: async () => (await import('./chart/chart.ts')).chart,
}

const usage = (): string => `reassess: a risk-workflow engine for domestic abuse incidents

${everyCall()}
Settings come from the environment: ${VARIABLES.join(' ')}
`

/** Who reads it has read enough, as `reassess simulate FILE | head`: the command ends as it would have ended. */
const unlessUnread = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EPIPE') throw error
}
process.stdout.on('error', unlessUnread)
process.stderr.on('error', unlessUnread)

const [name = '', ...args] = process.argv.slice(2)
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name as CommandName] : undefined
if (command === undefined) {
  const asked = name === '' || name === 'help' || name === '--help'
  ;(asked ? process.stdout : process.stderr).write(asked ? usage() : `reassess: no command is called ${name}\n\n${usage()}`)
  process.exitCode = asked ? 0 : 2
} else {
  process.exitCode = await command()
    .then((run) => run(args))
    .catch(sayTrouble)
}
