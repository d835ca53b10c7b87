/**
 * Taking and releasing what is on a row. Whoever presses second is told who has it by then, and nothing is taken from that person
 * unasked. What the page says afterwards it reads anew, so that no old address says what is not so.
 */

import { samePerson } from '../../../../machines/rules/person.ts'
import { alertActAt, hasIt, isNotTaken, takeAllAt } from '../../holder.ts'
import type { Visit } from '../../visit.ts'
import { askedOf, here } from './asked.ts'
import { alertsOf, holdersIn } from './outcome.ts'

type Did = 'took' | 'second' | 'released'
type By = NonNullable<Visit['who']['person']>

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
  const had = holdersIn(await alertsOf(api, incident, 'acknowledged')).filter((id) => !samePerson(id, by.id))
  try {
    const body = { by, ...(seen !== null && { from: seen }) }
    await api.send('POST', takeAllAt(incident), { csrf, body })
    leadTo('took', incident, had)
  } catch (error) {
    if (!isNotTaken(error)) throw error
    leadTo('second', incident)
  }
}

async function releaseMine({ api }: Visit, incident: string, { by, csrf, leadTo }: Acting): Promise<void> {
  const alerts = await alertsOf(api, incident, 'acknowledged')
  for (const alert of alerts)
    if (hasIt(alert, by.id)) await api.send('POST', alertActAt(alert.id, 'release'), { csrf, body: { by } })
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
