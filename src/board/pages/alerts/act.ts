/** Taking, releasing and dismissing an alert. Whoever presses second is told who has it by then, and takes nothing over unasked. */
import { alertActAt, hasIt, isNotTaken } from '../../holder.ts'
import type { Visit } from '../../visit.ts'
import { alertWords } from '../../words/words.ts'
import { askedOf, here } from './asked.ts'
import { type Alert, beforeOf, toldWords } from './before.ts'

/** @throws ApiRefused */
export async function actOn({ api, req, who, goTo }: Visit, typed: URLSearchParams): Promise<void> {
  const { act, alert: id, incident = '', kind = '', seen = '', csrf = '' } = Object.fromEntries(typed)
  const by = who.person
  const lead = (did: string, more: Readonly<Record<string, string>> = {}): void =>
    goTo(here(askedOf(req.query), { did, alert: id ?? '', about: incident, of: kind, ...more }))
  if (by === null || id === undefined) return goTo(here(askedOf(req.query)))
  const send = (verb: 'take' | 'release' | 'dismiss', body: object) => api.send('POST', alertActAt(id, verb), { csrf, body })
  const note = (typed.get('/note') ?? '').trim()
  const said = { by, ...(note !== '' && { note }) }
  if (act === 'dismiss') {
    await send('dismiss', { by, reason: (typed.get('/reason') ?? '').trim() })
    return lead('dismissed')
  }
  if (act === 'release') {
    await send('release', said)
    return lead('released')
  }
  if (act !== 'take') return goTo(here(askedOf(req.query)))
  const before = await alertNow(api, { id, incident, kind })
  const had = before === undefined || hasIt(before, by.id) ? undefined : before.acknowledgedBy?.id
  try {
    await send('take', { ...said, from: seen === '' ? [] : [seen] })
  } catch (error) {
    // A resolved alert is refused likewise: then nobody was before.
    if (!isNotTaken(error) || (await alertNow(api, { id, incident, kind }))?.status === 'resolved') throw error
    return lead('second')
  }
  lead('took', had === undefined ? {} : { had })
}

interface About {
  readonly id: string
  readonly incident: string
  readonly kind: string
}

/** No address reads a single alert; those of one incident, or of one kind about the service, are few. */
async function alertNow(api: Visit['api'], { id, incident, kind }: About): Promise<Alert | undefined> {
  const query = new URLSearchParams({ ...(incident === '' ? {} : { incident }), ...(kind === '' ? {} : { kind }), limit: '500' })
  const { items } = await api.get<{ items: readonly Alert[] }>(`/v1/alerts?${query}`)
  return items.find((alert) => alert.id === id)
}

/** What an address says was done, as it is now. */
export async function outcomeOf({ req, api, who, me }: Visit): Promise<string | null> {
  const { did, alert: id, about: incident = '', of: kind = '', had } = req.query as Readonly<Record<string, unknown>>
  if (![did, id, incident, kind].every((part) => typeof part === 'string')) return null
  const alert = await alertNow(api, { id: String(id), incident: String(incident), kind: String(kind) })
  if (alert === undefined) return null
  const before = typeof had === 'string' && me.reads.alerts ? await beforeOf(api, had) : null
  const told = before === null ? '' : ` ${toldWords(before, (message) => message.alert === alert.id)}`
  return outcomeWords(String(did), alert, who.person?.id ?? '', told)
}

/** @param told of whoever had it before. */
export function outcomeWords(did: string, alert: Alert, reader: string, told = ''): string | null {
  const { status, acknowledgedBy: holder } = alert
  const name = `“${alertWords(alert.kind)}”${alert.incident === '' ? '' : ` of ${alert.incident}`}`
  const isMine = hasIt(alert, reader)
  if (did === 'dismissed')
    return status === 'resolved' ? `You dismissed ${name}. It is kept, with your reason.` : `${name} is open again.`
  if (did === 'second')
    return holder === undefined || status !== 'acknowledged'
      ? `Somebody took ${name} before you, and nobody has it now. Nothing was changed.`
      : `${holder.id} took ${name} before you. Nothing was changed: speak to them, and take it over only if you both agree.`
  if (did === 'released') {
    if (status === 'open') return `${name} waits for somebody again.`
    return status === 'resolved' ? `${name} has ended.` : `${holder?.id ?? 'Somebody'} has ${name} now.`
  }
  if (did !== 'took') return null
  if (status === 'resolved') return `${name} has ended.`
  if (status === 'open') return `Nobody has ${name} now: it came back. Take it again.`
  return isMine ? `You have ${name} now.${told}` : `${holder?.id ?? 'Somebody'} has ${name} now.`
}
