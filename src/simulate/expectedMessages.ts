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
    ...(delivered === undefined
      ? []
      : [
          asked('delivered', delivered, messages.delivered, time, (said, is) =>
            said.every((message, place) => fits(message, is[place])),
          ),
        ]),
    ...(undelivered === undefined
      ? []
      : [asked('undelivered', undelivered, messages.waiting, null, (said, is) => matched(said, is))]),
  ]
}

function asked<One extends Said>(
  about: string,
  said: readonly One[],
  is: readonly Message[],
  time: Time | null,
  holds: (said: readonly One[], is: readonly Message[]) => boolean,
): Asked {
  return {
    about,
    expected: list(said.map((message) => saidInWords(message, time))),
    actual: list(is.map((message) => messageInWords(message, time))),
    held: said.length === is.length && holds(said, is),
  }
}

/** The most exact choose first. */
function matched(said: readonly Said[], is: readonly Message[]): boolean {
  const left = [...is]
  return [...said]
    .sort((a, b) => Object.keys(b).length - Object.keys(a).length)
    .every((message) => {
      const place = left.findIndex((one) => fits(message, one))
      if (place !== -1) left.splice(place, 1)
      return place !== -1
    })
}

const same = (one: readonly string[], other: readonly string[]): boolean => [...one].sort().join() === [...other].sort().join()

function fits(said: Said, message: Message | undefined): boolean {
  if (message === undefined) return false
  const { at, to, as, by, about, kind, incident, level } = said
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
    (level === undefined || alerts.every((alert) => alert.level === level))
  )
}

const list = (words: readonly string[]): string => (words.length === 0 ? 'nothing' : words.join('; '))

function saidInWords({ at, to, as, by, about, kind = [], incident, level }: Said, time: Time | null): string {
  const what = [incident, kind.join(', '), level && `level ${level}`].filter(Boolean).join(' ')
  return head({ ...(at && { at }), to, ...(as && { as }), by, about }, time) + (what === '' ? '' : `: ${what}`)
}

const messageInWords = (message: Message, time: Time | null): string =>
  `${head(message, time)}: ${alertsInWords(message.alerts, INCIDENT.reference)}`

type Head = Pick<Message, 'to' | 'by' | 'about'> & Partial<Pick<Message, 'at' | 'as'>>

function head({ at, to, as, by, about }: Head, time: Time | null): string {
  const when = time === null || at === undefined ? '' : `${time(at)} `
  return `${when}${to}${as ? ` [${as}]` : ''} by ${by.join(', ')}${about === 'raised' ? '' : ` (${about})`}`
}
