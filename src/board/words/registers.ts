/** What the pages of registers say: what is in each, and its facts without codes. */
import { capital, plain, words } from './words.ts'

/** The facts of a register that hold a code; the others hold references, instants and texts. */
const CODED = new Set([
  'action',
  'calendar',
  'charging',
  'conflict',
  'decision',
  'how',
  'of',
  'reason',
  'result',
  'risk',
  'route',
  'under',
  'what',
])

export const factWords = (name: string, value: unknown): unknown =>
  CODED.has(name) && typeof value === 'string' ? words(value) : value

/** Names of facts that say too little by themselves; the others are read as they stand. */
const FACT_LABELS: Readonly<Record<string, string>> = {
  acknowledgeBy: 'Receipt due by',
  conflict: 'Does an adult who is involved work there',
  count: 'Times asked',
  courtBy: 'Must be in court by',
  dueBy: 'To be done by',
  endedAt: 'Ended',
  fallback: 'Goes otherwise to',
  groundsAt: 'Reason to tell it since',
  idleAt: 'Nothing happened since',
  justifiedAt: 'Reasons given',
  leftAtClosing: 'Without a receipt when the incident was closed',
  producedAt: 'Was in court',
  raisedAt: 'Asked for since',
  reason: 'Because',
  reportedAt: 'Reported',
  sendBy: 'Tell it by',
  sendNow: 'Tell it at once',
  stands: 'How it is now',
  suspendedAt: 'Time stands still since',
}
export const factLabel = (name: string): string => FACT_LABELS[name] ?? capital(plain(name))

/** States whose code says too little, by the kind of the line. */
const STATE_WORDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  demand: {
    overdue: 'not answered in time',
    superseded: 'ended by an arrival',
    'set-aside': 'not answered: what was written explains the delay',
  },
  unit: {
    'toReceive.inTime': 'to be received, in time',
    'toReceive.overdue': 'to be received, overdue',
    'checking.inTime': 'checks under way, in time',
    'checking.overdue': 'checks under way, overdue',
    'referring.inTime': 'referrals under way, in time',
    'referring.overdue': 'referrals under way, overdue',
  },
  school: { 'toTell.unresolved': 'to be told, and nobody has said which school' },
}
export const stateWords = (kind: string, state: string): string => STATE_WORDS[kind]?.[state] ?? words(state)

/** What a line is about: `Demand 2`, `Harm assessment unit`, `Bail B-7`. @param incident whose reference the name of a demand begins with. */
export function lineWords(kind: string, name: string, incident: string): string {
  if (kind === 'unit') return 'Harm assessment unit'
  if (kind === 'referral') return `Referral: ${plain(name)}`
  if (kind === 'demand') return `Demand ${demandNumber(name, incident)}`
  return capital(`${words(kind.replace('owed/', ''))} ${name.replaceAll('/', ' ')}`.trim())
}

const demandNumber = (name: string, incident: string): string =>
  name.startsWith(`${incident}-d`) ? name.slice(`${incident}-d`.length) : name

const bracketed = (text: string): string => (text === '' ? '' : ` (${text})`)

/** What is in a register, without what it says to programs: codes in brackets, and sentences about parameters. */
export const aboutWords = (about: string): string =>
  about
    .replaceAll(/ \(([^)]*)\)/g, (_, inner: string) => bracketed(inner.replaceAll(/`[^`]*`(?:, )?/g, '').trim()))
    .split(/(?<=\.) /)
    .filter((sentence) => !sentence.includes('`'))
    .join(' ')
