/** One example of each event type: a fictional evening, in the order it could happen. They are in the OpenAPI document, and a test posts each. */
import type { z } from 'zod'
import { EVENT_NAMES, type EventName, type eventSchemas, typeOf } from '../../machines/rules/events.ts'

type Data = { readonly [Name in EventName]: z.input<(typeof eventSchemas)[Name]> }

const handler = { id: 'ch-1', role: 'call-handler' }
const supervisor = { id: 'sup-1', role: 'supervisor' }
const officer = { id: 'pc-1', role: 'officer' }
const hau = { id: 'hau-1', role: 'hau' }

const DATA: Data = {
  'incident.reported': {
    force: 'warwickshire',
    channel: '999',
    receivedAt: '2026-11-20T21:00:00Z',
    location: { address: '1 Fictional Row', area: 'urban', uprn: '100070000001' },
    narrative: 'Caller says her former partner is outside and shouting.',
    persons: [
      { role: 'victim', personRef: 'P-1', name: 'Example Person', dateOfBirth: '1990-04-01', phone: '07700900001' },
      { role: 'suspect', personRef: 'P-2' },
      { role: 'child', personRef: 'P-3', dateOfBirth: '2018-09-03', schoolRef: 'SCH-1' },
    ],
    flags: ['children'],
  },
  'person.identified': {
    person: { role: 'victim', personRef: 'P-1', name: 'Example Person', dateOfBirth: '1990-04-01', phone: '+44 7700 900001' },
    by: handler,
  },
  'thrive.assessed': {
    assessor: handler,
    threat: { level: 'high', rationale: 'Former partner outside, says he will come in.' },
    harm: { level: 'medium', rationale: 'Earlier injury to the arm in March.' },
    risk: { level: 'high', rationale: 'He has come in before when told not to.' },
    investigation: { level: 'low', rationale: 'Neighbour has video of him at the door.' },
    vulnerability: { level: 'high', rationale: 'Two children upstairs, she is alone.' },
    engagement: { level: 'medium', rationale: 'Wants officers to attend and stay until he has gone.' },
    interimRisk: 'He may force the door before officers arrive.',
    childrenAsked: true,
    historyChecks: { done: ['repeat', 'markers', 'orders', 'marac'] },
    safetyAdvice: 'Lock the doors, stay upstairs, keep the line open.',
    safeContact: { phone: '07700900001', safeTimes: 'any', codeword: 'parcel' },
  },
  'thrive.scored': {
    thrive: 2,
    scorer: supervisor,
    adequate: false,
    missing: ['safe-contact', 'investigation-action'],
    note: 'The number is the one that he answers, and nobody asked the neighbour to keep the video.',
  },
  'incident.graded': { priority: 'P2', rationale: 'Suspect outside, not yet inside; children present.', by: handler },
  'log.noted': { text: 'Neighbour rang back to say that the street is quiet.', by: handler },
  'unit.assigned': { unit: 'B12', by: handler },
  'unit.diverted': { unit: 'B12', reason: 'Immediate call elsewhere.', by: handler },
  'delay.noted': { reason: 'All units committed to a public order incident.', by: supervisor },
  'risk.reassessed': {
    demand: 'WK-20261120-0412-d1',
    assessor: supervisor,
    victimContact: {
      attempted: true,
      outcome: 'Answered on the safe number; he has sent fourteen messages saying he is coming back.',
    },
    newInformation: 'Messages since 20:50 threatening to return.',
    checksRepeated: ['orders', 'markers'],
    thrive: {
      threat: { change: 'increased', rationale: 'He says that he is coming to sort it out.' },
      harm: { change: 'unchanged', rationale: 'Earlier injury still the worst known.' },
      risk: { change: 'increased', rationale: 'He is ten minutes away by car.' },
      investigation: { change: 'unchanged', rationale: 'Messages to be kept.' },
      vulnerability: { change: 'unchanged', rationale: 'Children still upstairs.' },
      engagement: { change: 'unchanged', rationale: 'Still wants attendance.' },
    },
    interimRisk: 'He could arrive before officers do.',
    decision: { priority: 'P2', rationale: 'Threat and likelihood are up; she is behind a locked door with a neighbour.' },
    interimSafeguarding: ['Neighbour with her', 'Handler stays on the line'],
    resourceAction: 'Unit from the neighbouring area asked for and accepted.',
    nextReviewAt: '2026-11-20T22:02:00Z',
  },
  'call.received': { by: handler, caller: 'neighbour', text: 'Shouting heard again.' },
  'call.cut-off': { by: handler },
  'victim.contacted': {
    by: handler,
    channel: 'phone',
    safe: true,
    outcome: 'Told of the delay; safe upstairs.',
    toldOfDelay: true,
  },
  'shift.changed': { by: supervisor, from: 'late', to: 'night' },
  'attendance.failed': {
    reason: 'No answer at the door, lights on.',
    by: officer,
    nextAction: 'Call her safe number, then return.',
  },
  'unit.arrived': { unit: 'C07', victimSeen: true, by: officer, bodyWornVideo: { used: true } },
  'dash.submitted': {
    tool: 'DASH',
    mode: 'face-to-face',
    answers: { injury: { answer: 'yes', comment: 'Bruise.' }, separation: { answer: 'yes' } },
    grade: 'medium',
    judgement: 'Separation and messages; medium.',
    author: officer,
    children: [{ personRef: 'P-3', present: true, voice: 'Heard shouting, hid under the bed.' }],
  },
  'suspect.dealt-with': {
    how: 'arrested',
    by: officer,
    reason: 'Protect a vulnerable person.',
    suspect: 'P-2',
    codeG: ['protect-vulnerable-person'],
  },
  'crime.recorded': {
    crimeRef: '23/1234/26',
    offences: ['common-assault'],
    offenceAt: '2026-11-20T20:50:00Z',
    by: officer,
  },
  'crime.not-recorded': {
    reason: 'They argued about the car; nobody was touched or threatened, and she was told that no crime is recorded.',
    by: officer,
  },
  'dash.reviewed': {
    reviewer: supervisor,
    decision: 'accepted',
    rationale: 'Separation and messages support medium; children asked about.',
  },
  'dash.excepted': {
    reason: 'She has left the country and asked that nobody contacts her; the history was read instead.',
    by: { id: 'fim-1', role: 'force-incident-manager' },
    approvedBy: { id: 'supt-1', role: 'duty-superintendent' },
  },
  'investigation.allocated': {
    team: 'harm-investigation-team',
    reason: 'Medium risk, children in the household.',
    accreditation: 'PIP2',
    by: supervisor,
  },
  'hau.received': { by: hau },
  'hau.checked': { by: hau, system: 'PND', result: 'No trace.' },
  'hau.not-checked': { by: hau, reason: 'Checked in full two days ago, at the incident before.' },
  'referral.made': { partner: 'childrens-services', reason: 'Child in the household.', by: hau },
  'school.notified': { child: 'P-3', school: 'SCH-1', by: hau },
  'referral.acknowledged': { partner: 'childrens-services', by: hau },
  'video.responded': {
    by: officer,
    suspectAbsent: true,
    safe: true,
    consent: true,
    outcome: 'Seen by video upstairs with a neighbour; statement begun, locks checked together. Officers still go.',
  },
  'incident.resolved-by-telephone': {
    by: { id: 'fim-1', role: 'force-incident-manager' },
    approvedBy: { id: 'supt-1', role: 'duty-superintendent' },
    rationale:
      'She is abroad with her sister and stays there; he was arrested at the airport. She asked for a call, not a visit.',
    victimAgreed: true,
    safe: true,
  },
  'incident.transferred': { to: 'west-mercia', reason: 'The address is theirs: the call was put through to us.', by: supervisor },
  'transfer.acknowledged': { to: 'west-mercia', reference: 'WM-2026-55102', by: { id: 'wm-ch-4', role: 'call-handler' } },
  'incident.closed': { by: supervisor, rationale: 'DASH accepted, referrals acknowledged, suspect in custody.' },
  'incident.reopened': { by: supervisor, reason: 'He has been released and is on his way to her address.' },
  'marker.placed': {
    marker: 'M-2026-118',
    reason: 'threat-to-life',
    text: 'He has threatened to come back with a knife. Two officers, no delay, ring her safe number first.',
    owner: 'harm-hub',
    reviewBy: '2027-02-20T12:00:00Z',
    expiresAt: '2027-05-20T12:00:00Z',
    by: supervisor,
  },
  'marker.reviewed': {
    marker: 'M-2026-118',
    rationale: 'He is due for release in March; the threat stands.',
    reviewBy: '2027-04-20T12:00:00Z',
    expiresAt: '2027-09-20T12:00:00Z',
    by: supervisor,
  },
  'marker.withdrawn': {
    marker: 'M-2026-118',
    rationale: 'She has moved away; the new tenant is nobody to do with it.',
    by: supervisor,
  },
  'suspect.circulated': { suspect: 'P-2', on: ['PNC', 'force-briefing'], by: officer },
  'suspect.reviewed': {
    suspect: 'P-2',
    direction: 'Night shift visits his brother; telephone data applied for by PC Example before Monday.',
    nextReviewAt: '2026-11-21T09:00:00Z',
    by: supervisor,
  },
  'rui.justified': {
    suspect: 'P-2',
    rationale:
      'He is remanded for another offence, so that no condition could do more; bail is looked at again before his release.',
    by: supervisor,
  },
  'bail.granted': {
    bail: 'B-2026-77',
    suspect: 'P-2',
    arrestedAt: '2026-11-20T20:40:00Z',
    authorisedBy: { id: 'cust-1', role: 'custody-officer' },
    conditions: ['no-contact', 'not-within-100-metres'],
    victimViews: { sought: true, views: 'She asks that he does not come to the school either.' },
    by: officer,
  },
  'bail.extended': {
    bail: 'B-2026-77',
    authorisedBy: { id: 'insp-1', role: 'inspector' },
    rationale: 'His telephone is with the examiners; the charging decision needs it.',
    victimViews: { sought: true, views: 'She wants the conditions kept.' },
    by: officer,
  },
  'bail.varied': {
    bail: 'B-2026-77',
    conditions: ['no-contact', 'not-within-100-metres', 'not-at-the-school'],
    rationale: 'He waited outside the school.',
    victimViews: { sought: true, views: 'She asked for it.' },
    by: officer,
  },
  'bail.checked': { bail: 'B-2026-77', result: 'kept', text: 'At his mother’s address at 22:10, alone.', by: officer },
  'bail.breached': {
    bail: 'B-2026-77',
    conditions: ['no-contact'],
    text: 'Eleven calls from his number since midnight.',
    action: 'arrested',
    by: officer,
  },
  'bail.ended': { bail: 'B-2026-77', because: 'charged', rationale: 'Charged with common assault.', by: officer },
  'investigation.supervised': {
    crimeRef: '23/1234/26',
    direction: 'Statement of the neighbour and her doorbell video by Sunday; then to the prosecutors.',
    nextReviewAt: '2026-11-24T09:00:00Z',
    by: supervisor,
  },
  'investigation.handed-over': {
    crimeRef: '23/1234/26',
    team: 'harm-investigation-team',
    package: {
      statements: { included: true },
      'body-worn-video': { included: true },
      photographs: { included: false, reason: 'No visible injury on the night; the medical follows.' },
      exhibits: { included: true },
      'risk-assessment': { included: true },
      'safeguarding-done': { included: true },
    },
    by: officer,
  },
  'evidence.submitted': { crimeRef: '23/1234/26', item: 'EX-1', kind: 'mobile-telephone', by: officer },
  'evidence.returned': { crimeRef: '23/1234/26', item: 'EX-1', by: officer },
  'crime.outcome': {
    crimeRef: '23/1234/26',
    code: 16,
    rationale: 'Named suspect; she does not support a prosecution, and nothing else proves who held her.',
    evidenceLedReview: {
      done: true,
      items: {
        'body-worn-video': 'Viewed: her first account, calm, no injury seen.',
        '999-recording': 'Heard: shouting, no words of assault.',
        photographs: 'None; none were possible.',
        neighbours: 'Two asked; neither saw it.',
        medical: 'She did not go to a doctor.',
        'digital-evidence': 'His messages were read; they admit nothing.',
      },
    },
    victimContact: { contacted: true, text: 'Seen twice; she understands that she can come back to it.' },
    victimReason: 'wants-it-to-stop',
    agreedBy: { id: 'di-1', role: 'detective-inspector' },
    by: supervisor,
  },
}

export interface ExampleEvent {
  readonly specversion: '1.0'
  readonly id: string
  readonly source: string
  readonly type: string
  readonly subject: string
  readonly time: string
  readonly data: unknown
}

export const exampleEvent = (name: EventName): ExampleEvent => ({
  specversion: '1.0',
  id: `example-${EVENT_NAMES.indexOf(name) + 1}`,
  source: 'urn:example:warwickshire:control-room',
  type: typeOf(name),
  subject: 'WK-20261120-0412',
  time: '2026-11-20T21:30:00Z',
  data: DATA[name],
})
