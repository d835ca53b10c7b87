/**
 * Taking and releasing what is on a row. Whoever presses second is told who has it by then, and nothing is taken from that person
 * unasked. What the page says afterwards it reads anew, so that no old address says what is not so.
 */

import { samePerson } from '../../../../machines/rules/person.ts'
import { ApiRefused } from '../../ask.ts'
import type { Visit } from '../../visit.ts'
import { counted, inWords } from '../../words/words.ts'
import { type Alert, type Before, beforeOf, toldWords } from '../alerts/before.ts'
import { askedOf, here } from './asked.ts'

type Did = 'took' | 'second' | 'released'
type By = NonNullable<Visit['who']['person']>

/** An incident has at most a few hundred; the others are taken and released in the same way. */
const MOST = 500

export async function acted(visit: Visit): Promise<void> {
  const { req, me, who, goTo } = visit
  const form = await visit.form()
  const csrf = form.get('csrf') ?? ''
  const take = form.get('take')
  const release = form.get('release')
  const by = who.person
  if (by === null || !me.reads.acknowledges) return goTo(here(askedOf(req.query)))
  const leadTo = (did: Did, about: string, had: readonly string[] = []): void =>
    goTo(here(askedOf(req.query), { did, about, ...(had.length > 0 && { had: had.join('\n') }) }))
  if (take !== null) return takeAll(visit, take, { by, csrf, leadTo })
  if (release !== null) return releaseMine(visit, release, { by, csrf, leadTo })
  goTo(here(askedOf(req.query)))
}

interface Acting {
  readonly by: By
  readonly csrf: string
  readonly leadTo: (did: Did, about: string, had?: readonly string[]) => void
}

async function takeAll({ api }: Visit, take: string, { by, csrf, leadTo }: Acting): Promise<void> {
  const { incident, seen } = takenFrom(take)
  const had = (await holdersOf(api, incident)).filter((id) => !samePerson(id, by.id))
  try {
    const body = { by, ...(seen !== null && { from: seen }) }
    await api.send('POST', `/v1/incidents/${encodeURIComponent(incident)}/alerts/take`, { csrf, body })
    leadTo('took', incident, had)
  } catch (error) {
    if (!(error instanceof ApiRefused) || error.code !== 'not-accepted-now') throw error
    leadTo('second', incident)
  }
}

async function releaseMine({ api }: Visit, incident: string, { by, csrf, leadTo }: Acting): Promise<void> {
  const alerts = await alertsOf(api, incident, 'acknowledged')
  for (const { id, acknowledgedBy } of alerts)
    if (acknowledgedBy !== undefined && samePerson(acknowledgedBy.id, by.id))
      await api.send('POST', `/v1/alerts/${encodeURIComponent(id)}/release`, { csrf, body: { by } })
  leadTo('released', incident)
}

/** @returns who had it as the row showed it; null where the row could not say. */
export function takenFrom(value: string): { readonly incident: string; readonly seen: readonly string[] | null } {
  const cut = value.indexOf(' ')
  if (cut === -1) return { incident: value, seen: null }
  const written = value.slice(cut + 1)
  return { incident: value.slice(0, cut), seen: written === '' ? null : idsIn(written) }
}

function idsIn(written: string): readonly string[] | null {
  try {
    const ids: unknown = JSON.parse(written)
    return Array.isArray(ids) && ids.every((id) => typeof id === 'string') ? ids : null
  } catch {
    return null
  }
}

const alertsOf = async (api: Visit['api'], incident: string, status: Alert['status']): Promise<readonly Alert[]> =>
  (await api.get<{ items: readonly Alert[] }>(`/v1/alerts?${new URLSearchParams({ incident, status, limit: String(MOST) })}`))
    .items

/** Of a restricted incident nobody else is told. */
const holdersOf = async (api: Visit['api'], incident: string): Promise<readonly string[]> =>
  holdersIn(await alertsOf(api, incident, 'acknowledged'))

const holdersIn = (alerts: readonly Alert[]): readonly string[] => [
  ...new Set(alerts.flatMap(({ acknowledgedBy }) => (acknowledgedBy === undefined ? [] : [acknowledgedBy.id]))),
]

/** What an address says was done, as it is now. */
export async function outcomeOf({ req, api, who, me }: Visit): Promise<string | null> {
  const { did, about, had } = req.query
  if (typeof did !== 'string' || typeof about !== 'string' || !me.reads.alerts) return null
  const [open, taken] = await Promise.all([alertsOf(api, about, 'open'), alertsOf(api, about, 'acknowledged')])
  const id = who.person?.id ?? ''
  const mine = taken.filter(({ acknowledgedBy }) => acknowledgedBy !== undefined && samePerson(acknowledgedBy.id, id))
  const before = await Promise.all((typeof had === 'string' ? had.split('\n').slice(0, 5) : []).map((one) => beforeOf(api, one)))
  return outcomeWords({ did, about, id, open: open.length, mine, taken, before })
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
  // Who has a restricted incident is told to its readers alone.
  const isSecret = others.length === 0 && mine.length === 0 && taken.length > 0
  if (did === 'second')
    return others.length === 0
      ? isSecret
        ? `Somebody took ${about} before you. Nothing was changed.`
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
  if (isSecret) return `The alerts of ${about} are taken. By whom, is told to readers of this restricted incident only.`
  return open === 0 ? `${about} has no alert any more.` : `Nobody has ${about} now: its alerts came back. Take it again.`
}
