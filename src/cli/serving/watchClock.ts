/** Reports what happens to the database's clock: in the log at once, and as an alert while the clocks disagree. */
import type { Logger } from 'pino'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import type { ClockNews } from '../../store/connection/clock.ts'
import type { Store } from '../../store/store.ts'
import { inRounds } from './rounds.ts'

const EVERY_MS = 3_000

const WHAT: Readonly<Record<ClockNews['what'], string>> = {
  doubted: "the database's clock jumped ahead: it is not followed, time runs on by this process's own",
  believed: "the database's clock jumped ahead and is followed: this process was suspended, or nothing else says otherwise",
  'put-right': "the database's clock was put right",
  'set-back': "the database's clock was set back: it is not followed, time runs on from the highest instant seen",
}

/** @returns what tells the log; docs/operations/clock.md says what to do. */
export const sayClock =
  (log: Pick<Logger, 'warn'>) =>
  ({ what, seconds }: ClockNews): void =>
    log.warn({ what, seconds: Math.round(seconds) }, `clock: ${WHAT[what]}`)

/** In every role: a worker alone sees it too. @returns what stops it. */
export function watchClock(
  store: Pick<Store, 'clockStands' | 'sayClockAhead' | 'sayClockAgrees'>,
  audience: Role,
): () => Promise<void> {
  const say = async (): Promise<void> => {
    const { aheadSeconds, isDoubted } = store.clockStands()
    await (aheadSeconds > 0 ? store.sayClockAhead(audience, aheadSeconds, isDoubted) : store.sayClockAgrees())
  }
  return inRounds(EVERY_MS, say, { atOnce: false })
}
