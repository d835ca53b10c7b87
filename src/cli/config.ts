/** The environment, validated at start: a wrong value stops the process with one clear line (contract §1). */
import { isIP } from 'node:net'
import { z } from 'zod'

/** A variable has a value that is not allowed. The message names the variable and what is allowed, never a secret. */
export class BadConfig extends Error {
  readonly code = 'bad-config'
}

export interface Config {
  readonly host: string
  /** 0 for any free port. */
  readonly port: number
  /** Names, or name:port, by which callers reach it besides loopback names and `host`; in lower case. */
  readonly allowedHosts: readonly string[]
  /** Addresses and networks of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[]
  /** Null for the embedded database in `dataDir`. */
  readonly databaseUrl: string | null
  /** Null for the queue on the database. */
  readonly redisUrl: string | null
  readonly dataDir: string
  /** Null for the default policy. */
  readonly policyFile: string | null
  /** Null for the risk tools that come with the service. */
  readonly toolsDir: string | null
  /** Null for `calendars` in `dataDir`, if there is one. */
  readonly calendarsDir: string | null
  /** Null for the prompts that come with the service. */
  readonly promptsDir: string | null
  readonly force: string
  readonly role: 'all' | 'api' | 'worker'
  readonly logLevel: (typeof LOG_LEVELS)[number]
  readonly authMode: 'key'
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** Every variable that is read, with its rule; each rule's message says what is allowed. */
const RULES = {
  HOST: z
    .string()
    .regex(/^[\w.:%-]+$/, 'must be an address or a host name, such as 127.0.0.1')
    .default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, 'must be a port from 0 to 65535')
    .default(3000),
  ALLOWED_HOSTS: z
    .string()
    .transform(listed)
    .refine(
      (names) => names.every((name) => /^(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?$/.test(name)),
      'must be names, or name:port, with commas between, such as reassess.example.org,10.0.0.5:3000',
    )
    .default([]),
  TRUSTED_PROXIES: z
    .string()
    .transform(listed)
    .refine(
      (proxies) => proxies.every(isNetwork),
      'must be addresses or networks, with commas between, such as 10.0.0.5,10.1.0.0/16',
    )
    .default([]),
  DATABASE_URL: urlOf(
    ['postgres:', 'postgresql:'],
    'must be a URL such as postgres://user:password@host:5432/reassess',
  ).optional(),
  REDIS_URL: urlOf(['redis:', 'rediss:'], 'must be a URL such as redis://host:6379').optional(),
  DATA_DIR: z.string().default('.data'),
  POLICY_FILE: z.string().optional(),
  TOOLS_DIR: z.string().optional(),
  CALENDARS_DIR: z.string().optional(),
  PROMPTS_DIR: z.string().optional(),
  FORCE: z
    .string()
    .regex(
      /^[a-z0-9]+(-[a-z0-9]+)*$/,
      'must be the short name of a force, in lower-case letters, digits and hyphens, such as warwickshire',
    )
    .default('warwickshire'),
  ROLE: z.enum(['all', 'api', 'worker'], 'must be all, api or worker').default('all'),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  AUTH_MODE: z.enum(['key'], 'must be key').default('key'),
}

/** The names of all variables that this process reads. */
export const VARIABLES = Object.keys(RULES) as readonly (keyof typeof RULES)[]

/** They carry a password: their value is never shown. */
const SECRET: readonly string[] = ['DATABASE_URL', 'REDIS_URL'] satisfies (keyof typeof RULES)[]

/**
 * Reads the configuration. An empty variable counts as not set, as compose files write it.
 *
 * @throws BadConfig with a line for the first wrong variable.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(VARIABLES.flatMap((name) => (env[name] ? [[name, env[name]]] : [])))
  const read = z.object(RULES).safeParse(given)
  if (!read.success) {
    const [wrong] = read.error.issues
    const name = String(wrong?.path[0])
    throw new BadConfig(`${name}${SECRET.includes(name) ? '' : `=${JSON.stringify(given[name])}`} ${wrong?.message}.`)
  }
  const { data } = read
  if (data.ROLE !== 'all' && data.DATABASE_URL === undefined) {
    throw new BadConfig(`ROLE=${data.ROLE} needs DATABASE_URL: the embedded database serves one process, which must be ROLE=all.`)
  }
  return {
    host: data.HOST,
    port: data.PORT,
    allowedHosts: data.ALLOWED_HOSTS,
    trustedProxies: data.TRUSTED_PROXIES,
    databaseUrl: data.DATABASE_URL ?? null,
    redisUrl: data.REDIS_URL ?? null,
    dataDir: data.DATA_DIR,
    policyFile: data.POLICY_FILE ?? null,
    toolsDir: data.TOOLS_DIR ?? null,
    calendarsDir: data.CALENDARS_DIR ?? null,
    promptsDir: data.PROMPTS_DIR ?? null,
    force: data.FORCE,
    role: data.ROLE,
    logLevel: data.LOG_LEVEL,
    authMode: data.AUTH_MODE,
  }
}

function urlOf(schemes: readonly string[], allowed: string) {
  return z.string().refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol), allowed)
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
