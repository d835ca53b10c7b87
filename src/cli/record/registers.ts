import type { Store } from '../../store/store.ts'
import { counted, print, refuse, wordsOf } from '../words.ts'
import { onRecord } from './openRecord.ts'

/**
 * `reassess registers rebuild`: lists what incidents from before the registers owe, and corrects rows that differ from their
 * snapshots. Runs beside a server too; when stopped it ends with its batch and says how to continue. Exit 1 when a case was
 * left as it is.
 */
export async function registers([verb, ...args]: string[]): Promise<number> {
  const words = wordsOf(args, { after: { type: 'string', default: '0' } })
  if (verb !== 'rebuild' || words?.positionals.length !== 0 || !/^\d{1,15}$/.test(words.values.after)) return refuse('registers')
  return onRecord((store) => rebuild(store, Number(words.values.after)))
}

const EVERY = 10_000

async function rebuild(store: Store, from: number): Promise<number> {
  let stopped = false
  const stop = () => {
    stopped = true
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
  let [after, incidents, putRight, older, left] = [from, 0, 0, 0, 0]
  const said = () => `${counted(incidents, 'incident')}, ${counted(putRight, 'line')} put right`
  for (;;) {
    const batch = await store.rebuildRegisters(after)
    if (batch === null) break
    after = batch.through
    incidents += batch.incidents
    putRight += batch.putRight
    older += batch.older
    left += batch.left.length
    for (const { force, reference, why } of batch.left) print(`LEFT ${force} ${reference}: ${why}`)
    if (Math.floor(incidents / EVERY) > Math.floor((incidents - batch.incidents) / EVERY)) process.stderr.write(`${said()}\n`)
    if (stopped) {
      print(`${said()}; stopped: continue with --after ${after}`)
      return 1
    }
  }
  const untouched = older === 0 ? '' : `, ${older} of an older release, listed at their next event`
  print(`${said()}${untouched}${left === 0 ? '' : `, ${left} left as they are`}`)
  return left === 0 ? 0 : 1
}
