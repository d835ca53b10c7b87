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

const UUID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'

const OIDC_CLAIMS = 'name=preferred_username;roles=groups;force=org'

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
  /** Null where alerts are on the board and the stream only. */
  deliveryFile: path,
  force: z
    .string()
    .regex(
      /^[a-z0-9]+(-[a-z0-9]+)*$/,
      'must be the short name of a force, in lower-case letters, digits and hyphens, such as warwickshire',
    )
    .default('warwickshire'),
  role: z.enum(['all', 'api', 'worker'], 'must be all, api or worker').default('all'),
  logLevel: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  authMode: z.enum(['key', 'oidc'], 'must be key or oidc').default('key'),
  /** Of the OpenID Connect provider. */
  oidcIssuer: secureUrl('https://id.example.org/realms/force').nullable().default(null),
  oidcClientId: z.string().nullable().default(null),
  oidcClientSecret: z.string().nullable().default(null),
  /** Which claim of the provider says what. */
  oidcClaims: z
    .string()
    .transform(claimNames)
    .refine((claims) => claims !== null, `must name the claims of name, roles and force, such as ${OIDC_CLAIMS}`)
    .transform((claims) => claims as ClaimNames)
    .default(claimNames(OIDC_CLAIMS) as ClaimNames),
  /** The address that browsers know; null where it is that of the request. */
  publicUrl: secureUrl('https://reassess.example.org')
    .refine((text) => text.replace(/\/$/, '') === new URL(text).origin, 'must have no path, such as https://reassess.example.org')
    .nullable()
    .default(null),
  /** Of the mail server; with `smtp:` the connection must become TLS, unless it is to this machine. */
  smtpUrl: urlOf(['smtp:', 'smtps:'], 'must be a URL such as smtps://user:password@mail.example.org'),
  /** Of GOV.UK Notify: a name, the id of the service and the secret of the key. */
  notifyApiKey: z
    .string()
    .regex(RegExp(`^.+-${UUID}-${UUID}$`), 'must be an API key as GOV.UK Notify shows it: a name and two ids')
    .nullable()
    .default(null),
  notifyUrl: secureUrl('https://api.notifications.service.gov.uk').default('https://api.notifications.service.gov.uk'),
  /** With which Notify says what became of a message. */
  notifyCallbackToken: z
    .string()
    .regex(/^[\x21-\x7e]{16,256}$/, 'must have 16 to 256 characters without blanks')
    .nullable()
    .default(null),
  /** Called as long as all is well; null where nobody watches so. */
  heartbeatUrl: urlOf(['https:', 'http:'], 'must be a URL such as https://watch.example.org/ping/1234').refine(
    (text) => text === null || !URL.canParse(text) || new URL(text).username + new URL(text).password === '',
    'must have no name and password in it: Node does not call such an address',
  ),
  /** Files in PEM. */
  tlsCert: path,
  tlsKey: path,
})

export type Config = Readonly<z.output<typeof schema>>

const FIELDS = schema.keyof().options
const variableOf = (field: string): string => field.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()

/** The names of all variables that this process reads. */
export const VARIABLES: readonly string[] = FIELDS.map(variableOf)

/** They are or carry a secret: their value is never shown. */
const SECRET: readonly string[] = [
  'databaseUrl',
  'databaseOwnerUrl',
  'databaseReaderUrl',
  'redisUrl',
  'oidcClientSecret',
  'smtpUrl',
  'notifyApiKey',
  'notifyCallbackToken',
  // Whoever knows it can say that all is well.
  'heartbeatUrl',
] satisfies (keyof Config)[]

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
  const wrong = wrongTogether(read.data, given)
  if (wrong !== null) throw new BadConfig(wrong)
  mustBeThree(read.data)
  return read.data
}

/** The first combination that cannot be meant. */
function wrongTogether(config: Config, given: Readonly<Record<string, string | undefined>>): string | null {
  const { role, databaseUrl, authMode, host, publicUrl, tlsCert, tlsKey, deliveryFile } = config
  if (role !== 'all' && databaseUrl === null)
    return `ROLE=${role} needs DATABASE_URL: the embedded database serves one process, which must be ROLE=all.`
  const provider = ['oidcIssuer', 'oidcClientId', 'oidcClientSecret'] as const
  const missing = provider.find((field) => config[field] === null)
  const useless = [...provider, 'oidcClaims'].find((field) => given[field] !== undefined)
  if (authMode === 'oidc' && missing !== undefined) return `AUTH_MODE=oidc needs ${variableOf(missing)}.`
  if (authMode === 'key' && useless !== undefined)
    return `${variableOf(useless)} needs AUTH_MODE=oidc: with AUTH_MODE=key nobody signs in at a provider.`
  if ((tlsCert === null) !== (tlsKey === null))
    return `${tlsCert === null ? 'TLS_KEY needs TLS_CERT' : 'TLS_CERT needs TLS_KEY'}: give both files, or neither.`
  if (tlsCert !== null && publicUrl?.startsWith('http:'))
    return 'PUBLIC_URL must be https:// where TLS_CERT and TLS_KEY are given.'
  if (authMode === 'oidc' && role !== 'worker' && !isLoopbackName(host) && publicUrl === null)
    return `AUTH_MODE=oidc on HOST=${host} needs PUBLIC_URL: the provider sends people back to that address.`
  if (deliveryFile !== null && !isLoopbackName(host) && publicUrl === null)
    return `DELIVERY_FILE on HOST=${host} needs PUBLIC_URL: messages link to that address.`
  return null
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

/** They lead to the machine itself. */
const LOOPBACK: readonly string[] = ['localhost', '127.0.0.1', '::1', '[::1]']
export const isLoopbackName = (name: string): boolean => LOOPBACK.includes(name)

/** https, or http on this machine. */
function secureUrl(example: string) {
  return z.string().refine((text) => {
    if (!URL.canParse(text)) return false
    const { protocol, hostname, username, password, search, hash } = new URL(text)
    const isPlain = username + password + search + hash === ''
    return isPlain && (protocol === 'https:' || (protocol === 'http:' && isLoopbackName(hostname)))
  }, `must be an address such as ${example}; http:// is taken on loopback only`)
}

interface ClaimNames {
  readonly name: string
  readonly roles: string
  readonly force: string
}

/** `name=preferred_username;roles=groups;force=org`; null for anything else. */
function claimNames(written: string): ClaimNames | null {
  const pairs = written.split(';').map((pair) => /^\s*(name|roles|force)=([\x21-\x3a\x3c-\x7e]{1,200})\s*$/.exec(pair) ?? [])
  const names = new Map(pairs.map(([, what = '', claim = '']) => [what, claim]))
  const [name, roles, force] = ['name', 'roles', 'force'].map((what) => names.get(what))
  return pairs.length === 3 && name !== undefined && roles !== undefined && force !== undefined ? { name, roles, force } : null
}
