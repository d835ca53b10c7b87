import { randomBytes } from 'node:crypto'

const BYTES = 32
const AT_ONCE = 256

/** Salts for the lines of the record, 32 random bytes each, as hex. Many are asked for at once: a call for each costs more than its bytes. */
export function createSalts(): () => string {
  let pool = Buffer.alloc(0)
  let at = 0
  return () => {
    if (at === pool.length) {
      pool = randomBytes(BYTES * AT_ONCE)
      at = 0
    }
    at += BYTES
    return pool.toString('hex', at - BYTES, at)
  }
}
