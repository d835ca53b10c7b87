/**
 * What a message says. Words and references only: the incident, the kind of alert, its severity and level, an instant in London time
 * and a link. No name, address, number or free text of an incident leaves the house.
 */
import { DateTime } from 'luxon'
import { ALERTS, type AlertKind } from '../../machines/rules/catalogue/alerts.ts'
import { zoneOf } from '../../machines/rules/time/zone.ts'
import type { Instant } from '../../machines/rules/vocabulary.ts'
import type { Message, MessageItem } from './way.ts'

export interface Link {
  readonly href: string
  readonly text: string
}

export interface Block {
  readonly heading: string
  readonly lines: readonly string[]
  readonly link: Link
}

export interface Content {
  readonly subject: string
  /** What has happened and what to do, in a sentence or two. */
  readonly lead: readonly string[]
  readonly blocks: readonly Block[]
  readonly foot: readonly string[]
}

/** Alerts of one message that are shown in full; the rest is counted. */
const MOST_BLOCKS = 20

/** What to do, where the label does not say it. Every other kind shows its label. */
const ASKS: Partial<Record<AlertKind, string>> = {
  'attendance-warning': 'Get a unit to',
  'attendance-overdue': 'Attendance is overdue: get a unit to',
  'reassessment-demanded': 'Reassess the risk of',
  'reassessment-overdue': 'Nobody has reassessed in time: reassess the risk of',
  'reassessment-doubtful': 'Read the doubtful reassessment of',
  'reassessment-check-overdue': 'Nobody has read it in time: read the doubtful reassessment of',
}

/** `Attendance overdue, WK-1` */
const kindAndIncident = ({ kind, incident }: MessageItem): string =>
  incident === '' ? ALERTS[kind].label : `${ALERTS[kind].label}, ${incident}`

/** Whoever is told after the deadline is not asked to act before it. */
const isOver = (dueAt: Instant, now: Instant): boolean => dueAt <= now

/** `Reassess the risk of WK-1 by 03:15.` */
function demand(item: MessageItem, now: Instant): string {
  const { kind, incident, dueAt } = item
  const ask = incident === '' ? undefined : ASKS[kind]
  const asked = ask === undefined ? kindAndIncident(item) : `${ask} ${incident}`
  if (dueAt === null) return `${asked}.`
  const time = clockTime(dueAt, now)
  if (isOver(dueAt, now)) return `${asked}. It was due at ${time}.`
  return ask === undefined ? `${asked}. Act by ${time}.` : `${asked} by ${time}.`
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

const ZONE = zoneOf('Europe/London')

/**
 * `03:15`, and `03:15 on Tuesday 1 December` where that is another day than now. In the hour that an October night has twice, also
 * which of the two.
 */
export function clockTime(at: Instant, now: Instant, day = 'cccc d MMMM'): string {
  const local = DateTime.fromISO(at, { zone: ZONE }).setLocale('en-GB')
  const isTwice = local.getPossibleOffsets().length > 1
  const time = local.toFormat('HH:mm') + (isTwice ? (local.offset === 60 ? ' BST (the first)' : ' GMT (the second)') : '')
  return local.hasSame(DateTime.fromISO(now, { zone: ZONE }), 'day') ? time : `${time} on ${local.toFormat(day)}`
}

const linkTo = (base: string, incident: string): Link =>
  incident === ''
    ? { href: `${base}/`, text: 'Open the board' }
    : { href: `${base}/incidents/${encodeURIComponent(incident)}`, text: `Open ${incident}` }

const ABOUT: Readonly<
  Record<Exclude<Message['about'], 'raised'>, { readonly subject: string; readonly lead: readonly string[] }>
> = {
  ended: {
    subject: 'Ended',
    lead: ['This has ended and asks nothing more of you.', 'Other alerts of the same incident may still be open.'],
  },
  'taken-over': {
    subject: 'Taken over',
    lead: ['This was taken over from whoever had it. The board shows who has it now.', 'What it asks for must still be done.'],
  },
  released: {
    subject: 'Released',
    lead: ['Whoever had this has let it go: nobody has it now.', 'Take it on the board if you can do it.'],
  },
  test: {
    subject: 'Test',
    lead: [
      'This is a test. Alerts of Reassess reach you this way.',
      'You do not have to do anything. Nothing has happened to anybody.',
    ],
  },
}

const OPENING = 'Opening the link changes nothing. To say that you have it, take the alert on the board.'
const NO_REPLY = 'Nobody reads replies to this message.'

/** What an e-mail says; a message of Teams says its lead and blocks. */
export function contentOf(message: Message): Content {
  const { about, items, base, writtenAt } = message
  const blocks = items.slice(0, MOST_BLOCKS).map((item) => blockOf(item, message))
  const left = items.length - blocks.length
  if (about === 'test')
    return {
      subject: 'Test of Reassess: you do not have to do anything',
      lead: ABOUT.test.lead,
      blocks: [{ heading: 'The board', lines: [], link: linkTo(base, '') }],
      foot: [NO_REPLY],
    }
  const more = left > 0 ? [`And ${counted(left, 'more alert')}: the board shows all of them.`] : []
  const foot = [...more, ...(about === 'ended' ? [] : [OPENING]), NO_REPLY]
  return { subject: subjectOf(message), lead: leadOf(message, writtenAt), blocks, foot }
}

/** Severity, kind and reference first: it is read on a locked telephone. */
function subjectOf({ about, items, writtenAt }: Message): string {
  const [worst, ...others] = items
  if (worst === undefined) return 'Reassess'
  const first = about === 'raised' ? capital(worst.severity) : ABOUT[about].subject
  const by = about === 'raised' && worst.dueAt !== null ? `, ${dueWords(worst.dueAt, writtenAt)}` : ''
  return `${first}: ${kindAndIncident(worst)}${by}${others.length > 0 ? `, and ${others.length} more` : ''}`
}

const dueWords = (dueAt: Instant, now: Instant): string => `${isOver(dueAt, now) ? 'was due at' : 'by'} ${clockTime(dueAt, now)}`

function leadOf({ about, items }: Message, now: Instant): readonly string[] {
  if (about !== 'raised') return ABOUT[about].lead
  const [worst] = items
  if (worst === undefined) return []
  return items.length === 1 ? [demand(worst, now)] : [`${counted(items.length, 'alert')}, the worst first.`, demand(worst, now)]
}

function blockOf(item: MessageItem, { about, base, writtenAt }: Message): Block {
  const { incident, severity, level, count, dueAt, concerns } = item
  const isAsked = about !== 'ended'
  const lines = [
    ...(concerns === null ? [] : [`It concerns: ${concerns}.`]),
    `Severity: ${severity}.`,
    `Level: ${level}${level > 1 ? ' (1 is the first to be told)' : ''}.`,
    ...(count > 1 ? [`Asked ${count} times.`] : []),
    ...(isAsked && dueAt !== null ? [dueLine(dueAt, writtenAt)] : []),
  ]
  return { heading: kindAndIncident(item), lines, link: linkTo(base, incident) }
}

const dueLine = (dueAt: Instant, now: Instant): string =>
  isOver(dueAt, now)
    ? `It was due at ${clockTime(dueAt, now)}.`
    : `Due: ${clockTime(dueAt, now)}. If nobody acts by then, the alert escalates or comes back.`

/** The plain text of an e-mail. */
export function plainText(content: Content): string {
  const blocks = content.blocks.map(({ heading, lines, link }) => [heading, ...lines, `${link.text}: ${link.href}`].join('\n'))
  return `${[content.lead.join('\n'), ...blocks, content.foot.join('\n')].join('\n\n')}\n`
}

/** Characters of one text message in the GSM alphabet; a longer one costs two and may come in pieces. */
const SMS_LENGTH = 160
/** GSM 03.38: these are in its second table and count as two. The grave accent is in neither. */
const TWICE = /[\^{}[\]~\\|€]/g
const inGsm = (text: string): string => text.replaceAll('`', "'")
export const gsmLength = (text: string): number => text.length + (text.match(TWICE)?.length ?? 0)

/** A label is not cut below this: the link goes before. */
const SHORTEST_LABEL = 12

/** What, which incident, level, by when, and the link, in one text message. Cut where that is too long, first in the label. */
export function smsText({ about, items, base, writtenAt }: Message): string {
  const [worst] = items
  if (about === 'test' || worst === undefined)
    return fitting(['Test of Reassess: alerts reach you here. You do not have to do anything. ', `${base}/`])
  const { kind, incident, severity, level, dueAt } = worst
  const ask = ASKS[kind]
  const time = dueAt === null || about === 'ended' ? null : clockTime(dueAt, writtenAt, 'ccc d MMM').replace(/ \(.*\)/, '')
  const wasDue = dueAt !== null && isOver(dueAt, writtenAt)
  const isAsk = about === 'raised' && ask !== undefined && incident !== ''
  const before = about === 'raised' ? `${capital(severity)}: ` : `${ABOUT[about].subject}: `
  const label = isAsk ? capital(ask.slice(ask.indexOf(': ') + 1).trim()) : ALERTS[kind].label
  const named = isAsk ? ` ${incident}` : incident === '' ? '' : `, ${incident}`
  const rest = [
    time === null ? '.' : wasDue ? `. It was due at ${time}.` : isAsk ? ` by ${time}.` : `. Act by ${time}.`,
    about === 'ended' ? ' Other alerts may be open.' : ` Level ${level}.`,
    items.length > 1 ? ` And ${items.length - 1} more.` : '',
  ].join('')
  for (const link of [` ${linkTo(base, incident).href}`, ` ${base}/`, '']) {
    const room = SMS_LENGTH - gsmLength(inGsm(before + named + rest + link))
    if (room >= Math.min(gsmLength(label), SHORTEST_LABEL)) return inGsm(before + cut(label, room) + named + rest + link)
  }
  return fitting([inGsm(before + cut(label, SHORTEST_LABEL) + named), ''])
}

/** The second part only if there is room for it. */
function fitting([first, second]: readonly [string, string]): string {
  return gsmLength(first + second) <= SMS_LENGTH ? first + second : cut(first, SMS_LENGTH)
}

/** At a word's end, with three dots. */
function cut(text: string, room: number): string {
  if (gsmLength(text) <= room) return text
  let length = Math.min(text.length, room - 3)
  while (length > 0 && gsmLength(text.slice(0, length)) > room - 3) length -= 1
  const whole = text.slice(0, length).replace(/\s+\S*$/, '')
  return `${(whole.length > room / 2 ? whole : text.slice(0, length)).replace(/[\s,:;.]+$/, '')}...`
}
