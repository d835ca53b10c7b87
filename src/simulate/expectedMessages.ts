/** Compares what people must have been told with what they were told. */
import type { Instant } from '../../machines/rules/vocabulary.ts'
import type { Asked } from './check.ts'
import { INCIDENT } from './fixtures.ts'
import { alertsInWords, type Message } from './messages.ts'
import type { Expected } from './reading/scenario.ts'

type ExpectedMessage = NonNullable<Expected['delivered']>[number]
/** What waits has not gone at any time. */
type Said = Omit<ExpectedMessage, 'at'> & { readonly at?: Instant }
type Time = (instant: Instant) => string

export interface Messages {
  /** Since a step asked last. */
  readonly delivered: readonly Message[]
  readonly waiting: readonly Message[]
}

/** Exactly these messages: what arrived in order, what waits in any. */
export function checkMessages({ delivered, undelivered }: Expected, messages: Messages, time: Time): Asked[] {
  return [
    ...(delivered ? [compared('delivered', delivered, messages.delivered, time)] : []),
    ...(undelivered ? [compared('undelivered', undelivered, messages.waiting, null)] : []),
  ]
}

/** Says what differs, and no more. @param time null where the order does not matter. */
function compared(about: string, said: readonly Said[], is: readonly Message[], time: Time | null): Asked {
  const { missing, extra } = differing(said, is)
  const expected = (all: readonly Said[]) => all.map((message) => saidInWords(message, time)).join('; ')
  const actual = (all: readonly Message[]) => all.map((message) => messageInWords(message, time)).join('; ')
  if (missing.length + extra.length > 0)
    return { about, expected: expected(missing) || 'nothing else', actual: actual(extra) || 'nothing', held: false }
  if (time !== null && !said.every((message, place) => fits(message, is[place])))
    return { about, expected: `in this order: ${expected(said)}`, actual: actual(is), held: false }
  const count = said.length === 0 ? 'nothing' : said.length === 1 ? '1 message' : `${said.length} messages`
  return { about, expected: count, actual: count, held: true }
}

/** The most exact choose first. */
function differing(
  said: readonly Said[],
  is: readonly Message[],
): { readonly missing: readonly Said[]; readonly extra: readonly Message[] } {
  const extra = [...is]
  const detail = (message: Said) => Object.values(message).filter((value) => value !== undefined).length
  const missing = [...said]
    .sort((a, b) => detail(b) - detail(a))
    .filter((message) => {
      const place = extra.findIndex((other) => fits(message, other))
      if (place !== -1) extra.splice(place, 1)
      return place === -1
    })
  return { missing: said.filter((message) => missing.includes(message)), extra }
}

const same = (one: readonly string[], other: readonly string[]): boolean => [...one].sort().join() === [...other].sort().join()

function fits(said: Said, message: Message | undefined): boolean {
  if (message === undefined) return false
  const { at, to, as, by, about, kind, incident, level, count } = said
  const { alerts } = message
  return (
    (at === undefined || at === message.at) &&
    to === message.to &&
    (as === undefined || as === message.as) &&
    same(by, message.by) &&
    about === message.about &&
    (kind === undefined ||
      same(
        kind,
        alerts.map((alert) => alert.kind),
      )) &&
    (incident === undefined || alerts.every((alert) => alert.incident === incident)) &&
    (level === undefined || alerts.every((alert) => alert.level === level)) &&
    (count === undefined || alerts.every((alert) => alert.count === count))
  )
}

function saidInWords({ at, to, as, by, about, kind = [], incident, level, count }: Said, time: Time | null): string {
  const what = [incident, kind.join(', '), level && `level ${level}`, count && `count ${count}`].filter(Boolean).join(' ')
  return head({ ...(at && { at }), to, ...(as && { as }), by, about }, time) + (what === '' ? '' : `: ${what}`)
}

const messageInWords = (message: Message, time: Time | null): string =>
  `${head(message, time)}: ${alertsInWords(message.alerts, INCIDENT.reference)}`

type Head = Pick<Message, 'to' | 'by' | 'about'> & Partial<Pick<Message, 'at' | 'as'>>

function head({ at, to, as, by, about }: Head, time: Time | null): string {
  const when = time === null || at === undefined ? '' : `${time(at)} `
  return `${when}${to}${as ? ` [${as}]` : ''} by ${by.join(', ')}${about === 'raised' ? '' : ` (${about})`}`
}
