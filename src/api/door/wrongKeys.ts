/**
 * Keys that are not known, by where they come from: counted, logged with the address, and answered 429 after so many. A right key
 * from the same address is taken as ever: a whole force may sit behind one address.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Limits } from '../limits.ts'
import { atMostEvery } from './seldom.ts'

/** One key that was not known. */
export interface Wrong {
  /** Seconds until another may be sent; null while there are not too many. */
  readonly retryAfter: number | null
  /** False where there have been so many lines already that this one is left out. */
  readonly isLogged: boolean
}

/** @param source the address; never the key itself. */
export type CountWrongKey = (source: string) => Promise<Wrong>

/** So many counters at most, whoever tries from wherever: addresses that share one share its limit. */
const COUNTERS = 4096
/** Lines about wrong keys in one window, from all addresses: the rest is in `reassess_refusals_total`. */
const LINES = 200

export function countWrongKeys(
  { wrongKeys, wrongKeysMs }: Pick<Limits, 'wrongKeys' | 'wrongKeysMs'>,
  log: Logger,
): CountWrongKey {
  const duration = wrongKeysMs / 1000
  const tries = new RateLimiterMemory({ points: wrongKeys, duration })
  const lines = new RateLimiterMemory({ points: LINES, duration })
  const seldom = atMostEvery(wrongKeysMs)
  // Nobody outside can work out which address shares a counter with which.
  const salt = randomBytes(16)
  const counterOf = (source: string): string =>
    String(createHash('sha256').update(salt).update(network(source)).digest().readUInt16BE(0) % COUNTERS)

  const isLogged = async (): Promise<boolean> => {
    if ((await take(lines, 'all')).isWithin) return true
    seldom((more) => log.warn({ more }, 'wrong keys: from so many addresses that not each is logged'))
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

/** Who has one address of IPv6 has its /64. */
const network = (source: string): string => (source.includes(':') ? expand(source).slice(0, 4).join(':') : source)

function expand(address: string): string[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::')
  const first = head.split(':').filter((group) => group !== '')
  const last = (tail ?? '').split(':').filter((group) => group !== '')
  return [...first, ...Array<string>(Math.max(0, 8 - first.length - last.length)).fill('0'), ...last]
}
