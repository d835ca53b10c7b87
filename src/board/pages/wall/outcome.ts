/** What the wall says after somebody took or released an incident: what is so by then. */
import { samePerson } from '../../../../machines/rules/person.ts'
import { hasIt } from '../../holder.ts'
import type { Visit } from '../../visit.ts'
import { counted, inWords } from '../../words/words.ts'
import { type Alert, type Before, beforeOf, toldWords } from '../alerts/before.ts'

/** An incident has at most a few hundred; the others are taken and released in the same way. */
const MOST = 500

export const alertsOf = async (api: Visit['api'], incident: string, status: Alert['status']): Promise<readonly Alert[]> =>
  (await api.get<{ items: readonly Alert[] }>(`/v1/alerts?${new URLSearchParams({ incident, status, limit: String(MOST) })}`))
    .items

/** Of a restricted incident nobody else is told. */
export const holdersIn = (alerts: readonly Alert[]): readonly string[] => [
  ...new Set(alerts.flatMap(({ acknowledgedBy }) => (acknowledgedBy === undefined ? [] : [acknowledgedBy.id]))),
]

export interface Told {
  readonly words: string
  /** Whoever came second on an incident, and may not know who has it, can take it over from here; otherwise null. */
  readonly takeOver: string | null
}

/** What an address says was done, as it is now. */
export async function outcomeOf({ req, api, who, me }: Visit): Promise<Told | null> {
  const { did, about, had } = req.query
  if (typeof did !== 'string' || typeof about !== 'string' || !me.reads.alerts) return null
  const [open, taken] = await Promise.all([alertsOf(api, about, 'open'), alertsOf(api, about, 'acknowledged')])
  const id = who.person?.id ?? ''
  const mine = taken.filter((alert) => hasIt(alert, id))
  const before = await Promise.all((typeof had === 'string' ? had.split('\n').slice(0, 5) : []).map((one) => beforeOf(api, one)))
  const outcome = { did, about, id, open: open.length, mine, taken, before }
  const words = outcomeWords(outcome)
  return words === null ? null : { words, takeOver: did === 'second' && isSecret(outcome) ? about : null }
}

export interface Outcome {
  readonly did: string
  readonly about: string
  readonly id: string
  /** How many nobody has. */
  readonly open: number
  readonly taken: readonly Alert[]
  readonly mine: readonly Alert[]
  /** Who had it before. */
  readonly before: readonly Before[]
}

export function outcomeWords({ did, about, id, open, mine, taken, before }: Outcome): string | null {
  const others = holdersIn(taken).filter((holder) => !samePerson(holder, id))
  const secret = isSecret({ id, mine, taken })
  if (did === 'second')
    return others.length === 0
      ? secret
        ? `Somebody has ${about} already, and nothing was changed. Who it is, is told to readers of this restricted incident only: ask one of them, or take it over, and whoever has it is told.`
        : `Somebody took ${about} before you, and nobody has it now. Nothing was changed.`
      : `${inWords(others)} took ${about} before you. Nothing was changed: speak to them, and take it over only if you both agree.`
  if (did === 'released')
    return mine.length > 0
      ? `You still have ${counted(mine.length, 'alert')} of ${about}.`
      : `You released ${about}. ${open === 0 ? 'None of its alerts waits for somebody.' : `${counted(open, 'alert waits', 'alerts wait')} for somebody again.`}`
  if (did !== 'took') return null
  if (mine.length > 0)
    return [
      `You have ${about} now: ${counted(mine.length, 'alert')}.`,
      ...before.map((one) => toldWords(one, (message) => message.incident === about)),
    ].join(' ')
  if (others.length > 0) return `${inWords(others)} took ${about} over after you, and has it now.`
  if (secret) return `The alerts of ${about} are taken. By whom, is told to readers of this restricted incident only.`
  return open === 0 ? `${about} has no alert any more.` : `Nobody has ${about} now: its alerts came back. Take it again.`
}

/** Who has a restricted incident is told to its readers alone. */
const isSecret = ({ id, mine, taken }: Pick<Outcome, 'id' | 'mine' | 'taken'>): boolean =>
  taken.length > 0 && mine.length === 0 && holdersIn(taken).every((holder) => samePerson(holder, id))
