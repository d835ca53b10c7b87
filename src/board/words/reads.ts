/** What somebody read, in words: the patterns of addresses that the log of reads has. An address without words is shown as it is. */

const READS: Readonly<Record<string, string>> = {
  '/v1/incidents': 'the list of incidents',
  '/v1/incidents/:ref': 'an incident',
  '/v1/incidents/:ref/timeline': 'the timeline of an incident',
  '/v1/incidents/:ref/demands': 'the demands of an incident',
  '/v1/incidents/:ref/deadlines': 'the deadlines of an incident',
  '/v1/incidents/:ref/alerts': 'the alerts of an incident',
  '/v1/incidents/:ref/assessments': 'the assessments of an incident',
  '/v1/incidents/:ref/briefing': 'the briefing of an incident',
  '/v1/incidents/:ref/detector': 'how the text of a reassessment was judged',
  '/v1/alerts': 'the list of alerts',
  '/v1/alerts/:id/lines': 'what somebody did about an alert',
  '/v1/deliveries': 'who was told of alerts',
  '/v1/refusals': 'the list of what was refused',
  '/v1/refusals/:refusal': 'what was sent and refused',
  '/v1/approvals': 'what waits for a second person',
  '/v1/reassessments': 'reassessments to read',
  '/v1/thrive-sample': 'assessments drawn for scoring',
  '/v1/thrive-agreement': 'how far scorers agree',
  '/v1/daily-meeting': 'the list of the daily meeting',
  '/v1/registers/:name': 'a register',
  '/v1/measures/:name': 'a measure',
  '/v1/access-log': 'who read what',
  '/v1/access-log/unusual': 'unusual reading',
  '/v1/find': 'found incidents',
  '/v1/handover': 'hand-overs',
  '/v1/handover/ahead': 'how much a hand-over would list',
  '/v1/handover/:id': 'a hand-over',
  '/v1/handover/:id/accept': 'a hand-over, to accept it',
  '/v1/reassessments/:ref/:sequence': 'a reassessment to read',
  '/v1/drafts': 'their own drafts',
  '/v1/drafts/:form': 'a draft of their own, of a report',
  '/v1/drafts/:ref/:form': 'a draft of their own',
  '/v1/stream': 'the live board',
  'reassess export': 'an incident, exported',
}

/** What was no read. */
const DID: Readonly<Record<string, string>> = {
  'reassess access-log expire': 'removed old lines of this log',
  subscription: 'was sent news, as a system that is told',
}

/** As it goes on after whoever read it. */
export const readWords = (route: string): string => DID[route] ?? `read ${READS[route] ?? route}`

/** Why a read was refused, where it was. */
const REFUSED: Readonly<Record<string, string>> = {
  forbidden: 'the role may not',
  restricted: 'restricted',
  'reason-required': 'no reason was given',
  'unknown-incident': 'no such incident',
  'not-found': 'there is nothing there',
  'invalid-query': 'the question had mistakes',
  'record-unavailable': 'the record was away',
}

export const refusedWords = (code: string | undefined): string => REFUSED[code ?? ''] ?? 'it failed'
