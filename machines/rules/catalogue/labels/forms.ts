/** What a form says besides the labels of its fields: its heading, and the words that it offers where any text is taken. */
import type { EVENTS } from '../index.ts'

/** Where the label of the event, read as a heading, does not say what the form is for. */
export const TITLES: Partial<Record<keyof typeof EVENTS, string>> = { 'incident.reported': 'Report an incident' }

const CALLERS = ['victim', 'neighbour', 'child', 'relative', 'friend', 'partner agency']
const SAFE_WAYS = ['telephone', 'text', 'adviser']

/** By the place of the field. A force may write something else. Project default. */
export const OFFERED: Readonly<Record<string, readonly string[]>> = {
  'incident.reported/channel': ['999', '101', 'online', 'front counter', 'partner agency', 'other force'],
  'incident.cancelled/saidBy': CALLERS,
  'call.received/caller': CALLERS,
  'victim.contacted/channel': ['phone', 'text', 'video'],
  'victim.preferred/channels': SAFE_WAYS,
  'victim.updated/channel': SAFE_WAYS,
  'referral.sent/channel': ['secure mail', 'telephone', 'co-located'],
}

/** What the shipped policy's words mean, where the word alone does not say it. */
export const POLICY_WORDS: Readonly<Record<string, string>> = {
  repeat: 'Earlier incidents (repeat)',
  markers: 'Warning markers',
  orders: 'Orders',
  marac: 'MARAC',
}

/** Fields for a time that is still to come: nobody fills them in with now. */
export const STILL_TO_COME: readonly string[] = [
  ...['dueAt', 'endsAt', 'expectedAt', 'expiresAt', 'hearingAt', 'meetingAt', 'monitoredUntil'],
  ...['nextReviewAt', 'reviewBy', 'custodyEndsAt'],
]

/** Parts that a form shows at once, though they may be left out. */
export const SHOWN: readonly string[] = ['location', 'persons']
