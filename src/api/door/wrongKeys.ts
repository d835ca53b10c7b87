/**
 * Counts unknown keys by address, logs the address, and answers 429 after a number of them. A valid key from the same address
 * always works, because a whole force may share an address.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Limits } from '../limits.ts'
import { atMostEvery } from './seldom.ts'
import { wordsOf } from './source.ts'

/** An unknown key arrived. */
export interface Wrong {
  /** Seconds until another unknown key may be sent; null below the limit. */
  readonly retryAfter: number | null
  /** False when the limit of log lines is reached: leave this line out. */
  readonly isLogged: boolean
}

/** @param source the address; never the key itself. */
export type CountWrongKey = (source: string) => Promise<Wrong>

/** The number of counters, however many addresses try: addresses that share a counter share its limit. */
const COUNTERS = 4096
/** Log lines about wrong keys in a window, from all addresses; `reassess_refusals_total` counts the rest. */
const LINES = 200

export function countWrongKeys(
  { wrongKeys, wrongKeysMs }: Pick<Limits, 'wrongKeys' | 'wrongKeysMs'>,
  log: Logger,
): CountWrongKey {
  const duration = wrongKeysMs / 1000
  const tries = new RateLimiterMemory({ points: wrongKeys, duration })
  const lines = new RateLimiterMemory({ points: LINES, duration })
  const seldom = atMostEvery(wrongKeysMs)
  // So that no outsider can work out which addresses share a counter.
  const salt = randomBytes(16)
  const counterOf = (source: string): string =>
    String(createHash('sha256').update(salt).update(network(source)).digest().readUInt16BE(0) % COUNTERS)

  const isLogged = async (): Promise<boolean> => {
    if ((await take(lines, 'all')).isWithin) return true
    seldom((more) => log.warn({ more }, 'wrong keys: too many addresses to log each'))
    return false
  }

  return async (source) => {
    const { isWithin, count, msLeft } = await take(tries, counterOf(source))
    if (isWithin) return { retryAfter: null, isLogged: await isLogged() }
    if (count === wrongKeys + 1 && (await isLogged()))
      log.warn(
        { from: source, wrongKeys: count },
        'wrong keys: too many from one address; further ones are answered 429 and not logged',
      )
    return { retryAfter: Math.max(1, Math.ceil(msLeft / 1000)), isLogged: false }
  }
}

async function take(limiter: RateLimiterMemory, key: string): Promise<{ isWithin: boolean; count: number; msLeft: number }> {
  const answer = await limiter.consume(key).catch((refused: unknown) => refused)
  if (!(answer instanceof RateLimiterRes)) throw answer
  return { isWithin: answer.consumedPoints <= limiter.points, count: answer.consumedPoints, msLeft: answer.msBeforeNext }
}

/** The holder of an IPv6 address has its whole /64. */
const network = (source: string): string => (source.includes(':') ? wordsOf(source).slice(0, 2).join(':') : source)
