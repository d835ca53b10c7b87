/** The environment, validated at start: a wrong value stops the process with one clear line (contract §1). */
import { isIP } from 'node:net'
import { z } from 'zod'

/** A variable has a value that is not allowed. The message names the variable and what is allowed, never a secret. */
export class BadConfig extends Error {
  readonly code = 'bad-config'
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const POSTGRES = ['postgres:', 'postgresql:']
const POSTGRES_URL = 'must be a URL such as postgres://user:password@host:5432/reassess'
const path = z.string().nullable().default(null)

/** Every variable that is read, with its rule; each rule's message says what is allowed. `databaseUrl` is `DATABASE_URL`. */
const schema = z.object({
  host: z
    .string()
    .regex(/^[\w.:%-]+$/, 'must be an address or a host name, such as 127.0.0.1')
    .default('127.0.0.1'),
  /** 0 for any free port. */
  port: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a port from 0 to 65535')
    .default(3000),
  /** Names, or name:port, by which callers reach it besides loopback names and `host`; in lower case. */
  allowedHosts: z
    .string()
    .transform(listed)
    .refine(
      (names) => names.every((name) => /^(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?$/.test(name)),
      'must be names, or name:port, with commas between, such as reassess.example.org,10.0.0.5:3000',
    )
    .default([]),
  /** Addresses and networks of proxies whose `X-Forwarded-For` is believed. */
  trustedProxies: z
    .string()
    .transform(listed)
    .refine(
      (proxies) => proxies.every(isNetwork),
      'must be addresses or networks, with commas between, such as 10.0.0.5,10.1.0.0/16',
    )
    .default([]),
  /** Null for the embedded database in `dataDir`. */
  databaseUrl: urlOf(POSTGRES, POSTGRES_URL),
  /** Of the login that owns the schema; null where another process migrates, or one login does everything. */
  databaseOwnerUrl: urlOf(POSTGRES, POSTGRES_URL),
  /** Of the login that reads one force at a time; null where one login does everything. */
  databaseReaderUrl: urlOf(POSTGRES, POSTGRES_URL),
  /** Null for the queue on the database. */
  redisUrl: urlOf(['redis:', 'rediss:'], 'must be a URL such as redis://host:6379'),
  dataDir: z.string().default('.data'),
  /** Null for the default policy. */
  policyFile: path,
  /** Null for the risk tools that come with the service. */
  toolsDir: path,
  detectorFile: path,
  /** Null for `calendars` in `dataDir`, if there is one. */
  calendarsDir: path,
  /** Null for the prompts that come with the service. */
  promptsDir: path,
  force: z
    .string()
    .regex(
      /^[a-z0-9]+(-[a-z0-9]+)*$/,
      'must be the short name of a force, in lower-case letters, digits and hyphens, such as warwickshire',
    )
    .default('warwickshire'),
  role: z.enum(['all', 'api', 'worker'], 'must be all, api or worker').default('all'),
  logLevel: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  authMode: z.enum(['key'], 'must be key').default('key'),
})

export type Config = Readonly<z.output<typeof schema>>

const FIELDS = schema.keyof().options
const variableOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()

/** The names of all variables that this process reads. */
export const VARIABLES: readonly string[] = FIELDS.map(variableOf)

/** They carry a password: their value is never shown. */
const SECRET: readonly string[] = ['databaseUrl', 'databaseOwnerUrl', 'databaseReaderUrl', 'redisUrl'] satisfies (keyof Config)[]

/**
 * Reads the configuration. An empty variable counts as not set, as compose files write it.
 *
 * @throws BadConfig with a line for the first wrong variable.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(FIELDS.map((field) => [field, env[variableOf(field)] || undefined]))
  const read = schema.safeParse(given)
  if (!read.success) {
    const [wrong] = read.error.issues
    const field = String(wrong?.path[0])
    const value = SECRET.includes(field) ? '' : `=${JSON.stringify(given[field])}`
    throw new BadConfig(`${variableOf(field)}${value} ${wrong?.message}.`)
  }
  const { role, databaseUrl } = read.data
  if (role !== 'all' && databaseUrl === null)
    throw new BadConfig(`ROLE=${role} needs DATABASE_URL: the embedded database serves one process, which must be ROLE=all.`)
  mustBeThree(read.data)
  return read.data
}

/** One login does everything, or there are three. A process that does not migrate does without the owner's. @throws BadConfig */
function mustBeThree({ databaseUrl, databaseOwnerUrl, databaseReaderUrl }: Config): void {
  const rest = 'The three logins are given together, or DATABASE_URL alone.'
  if (databaseUrl === null && databaseOwnerUrl !== null) throw new BadConfig(`DATABASE_OWNER_URL needs DATABASE_URL. ${rest}`)
  if (databaseUrl === null && databaseReaderUrl !== null) throw new BadConfig(`DATABASE_READER_URL needs DATABASE_URL. ${rest}`)
  if (databaseOwnerUrl !== null && databaseReaderUrl === null)
    throw new BadConfig(`DATABASE_OWNER_URL needs DATABASE_READER_URL. ${rest}`)
}

function urlOf(schemes: readonly string[], allowed: string) {
  return z
    .string()
    .refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol), allowed)
    .nullable()
    .default(null)
}

function listed(text: string): string[] {
  return text.split(',').flatMap((one) => one.trim().toLowerCase() || [])
}

/** An address, or a network as `10.1.0.0/16`. A network of length 0 would be everybody. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/')
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0
  return more.length === 0 && most > 0 && (bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most))
}
