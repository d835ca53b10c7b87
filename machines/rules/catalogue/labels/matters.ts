/** What the fields of events about orders, bail, referrals and the like are called, where the event gives the field its meaning. */
import type { Labels } from './label.ts'

const considered = (what: string, asked: string) => ({
  [`considerations/${what}`]: asked,
  [`considerations/${what}/text`]: 'What was considered',
  [`considerations/${what}/at`]: 'When, if not at the time of the authority',
})
const planned = {
  'actions/*/what': 'What is to be done',
} as const satisfies Labels
const sought = {
  what: ['Which order', 'Like criminal behaviour, restraining or stalking protection.'],
  protects: ['References of the people it protects', 'Like P-1, never names.'],
} as const satisfies Labels

export const OF_MATTERS = {
  'referral.made': {
    reason: 'Why they are asked',
    legalBasis: ['Legal basis for sharing', 'Like safeguarding.'],
    shared: ['What they are given', 'Like child name or police reference: what it is, not what it says.'],
  },
  'referral.sent': { channel: ['How it was sent', 'Like secure mail or telephone.'] },
  'referral.bounced': { reason: 'Why it came back' },
  'referral.answered': { outcome: 'Their answer', text: 'What they said' },
  'referral.joint-visit': {
    answer: 'Answer about a joint visit',
    because: ['Why it was declined', 'Like no resource, threshold not met or not safe.'],
    text: 'Note',
  },
  'referral.redirected': { fallback: 'Partner that is asked instead', reason: 'Why' },
  'referral.withdrawn': { reason: 'Why it is withdrawn' },

  'school.notified': {
    school: ['School', 'Its reference, like SCH-1.'],
    to: ['Who was told', 'Left empty, the school.'],
    shared: 'What was told, of this child alone',
  },
  'school.resolved': {
    school: ['Where the child goes to school', 'Its reference, like SCH-1.'],
    none: 'Why there is no school',
    adultWorksThere: 'Does an adult who is involved work there?',
  },
  'school.conflict-reviewed': { decision: 'Who is told', rationale: 'Why' },
  'school.bounced': { reason: 'Why it came back' },

  'marker.placed': {
    reason: ['Why there is a marker', 'In a few words, like threat to life.'],
    text: 'What whoever goes there has to know',
    owner: ['Who has to review it', 'A post or a unit, like harm hub.'],
    ofForce: ['Name of the other force', 'Only where another force placed it.'],
  },
  'marker.reviewed': { rationale: 'Why the marker is kept' },
  'marker.withdrawn': { rationale: 'Why it is withdrawn' },

  'suspect.circulated': { on: ['Where the suspect is circulated', 'Like PNC or force briefing.'] },
  'rui.justified': { rationale: 'Why the suspect is released without bail conditions' },

  'bail.granted': { arrestedAt: 'When the suspect was arrested', rationale: 'Why bail is necessary and proportionate' },
  'bail.extended': {
    endsAt: ['When bail ends now', 'Left empty, as late as the rank allows. For a court, enter what the court said.'],
    exceptionallyComplex: 'Has the Director of Public Prosecutions designated the case as exceptionally complex?',
    rationale: 'Why bail is extended',
  },
  'bail.extension-applied': { appliedAt: 'When the court was asked' },
  'bail.extension-refused': { rationale: 'Why the court refused' },
  'bail.varied': { conditions: ['Conditions from now on', 'All of them, like no contact.'], rationale: 'Why they are changed' },
  'bail.checked': { result: 'Were the conditions kept?', text: 'What was found' },
  'bail.breached': {
    conditions: ['Conditions that were broken', 'Like no contact.'],
    text: 'What happened',
    action: 'What was done',
  },
  'bail.ended': { because: 'Why bail ended', rationale: 'Details' },

  'investigation.handed-over': {
    team: 'Team that takes it',
    package: 'What is in the package',
    'package/*/included': 'Is it included?',
    'package/*/reason': 'Why it is not included',
  },
  'evidence.submitted': { kind: ['What it is', 'Like mobile telephone.'] },
  'charging.requested': { suspect: ['Reference of the suspect', 'Left empty, whoever is on bail for this crime.'] },
  'charging.decided': {
    decision: 'What the prosecutors decided',
    suspect: ['Reference of the suspect', 'Left empty, everybody about whom they have the file.'],
    rationale: 'Why',
  },
  'crime.outcome': {
    code: 'Outcome',
    rationale: 'Why this outcome',
    evidenceLedReview: 'Could it be proved without the victim?',
    'evidenceLedReview/done': 'Was that looked at?',
    'evidenceLedReview/items': 'What was looked at, and what came of it',
    'victimContact/contacted': 'Was the victim told?',
    'victimContact/text': 'What was said',
    victimReason: ['Why the victim does not support it', 'In a few words, like fear, delay or lost confidence.'],
  },

  'order.proposed': { protects: sought.protects, grounds: 'Why an order is needed' },
  'order.authorised': {
    considerations: 'What has to be considered first',
    ...considered('childrenWelfare', 'Welfare of children under 18'),
    ...considered('protectedOpinion', 'Opinion of the person it protects'),
    ...considered('subjectRepresentations', 'What the suspect said about it'),
    ...considered('occupantsOpinion', 'Opinion of others who live there'),
    rationale: 'Why it is authorised',
  },
  'order.served': { hearingAddressAsked: 'Was the suspect asked where to send the notice of the hearing?' },
  'order.adjourned': { hearingAt: 'When the court hears it now', reason: 'Why it was adjourned' },
  'order.granted': { notificationExempt: 'Why the suspect need not tell the police of a new name or address' },
  'order.sought': { ...sought, applicant: 'Who asks for it', grounds: 'Why an order is needed' },
  'order.prosecutor-answered': {
    answer: 'Does the prosecutor ask for it?',
    reason: ['Why not', 'In a few words, like not proportionate or evidence.'],
    rationale: 'What the prosecutor said',
  },
  'order.refused': { reason: 'Why it was refused' },
  'order.withdrawn': { reason: ['Why it is withdrawn', 'In a few words, like charged and remanded.'], rationale: 'Details' },
  'order.varied': { reason: 'Why it is changed' },
  'order.notified': { what: 'What the suspect told the police' },
  'order.details-changed': { what: 'What changed' },
  'order.recorded': {
    what: ['Kind of order', 'Like non molestation, restraining or occupation.'],
    protects: sought.protects,
    issuer: ['Who made it', 'Like family court, or the name of a force.'],
    madeAt: 'When it was made',
  },
  'order.told': { who: ['Who was told', 'A post or a unit, like civil orders.'] },
  'order.tasked': {
    prohibitions: 'What the suspect must not do, in words',
    warnings: ['Warnings for officers', 'Like: has had a knife.'],
    photographRef: 'Reference of the photograph',
  },
  'order.checked': { what: 'What was checked', outcome: 'What was found' },
  'order.breached': {
    place: 'Where it was breached',
    text: 'What happened',
    action: 'What was done',
    of: 'What was breached',
    arrestedAt: ['When the suspect was arrested', 'Left empty, at the time of the breach.'],
  },
  'order.breach-heard': { result: 'What the court found' },

  'disclosure.applied': {
    route: 'How the application began',
    applicant: 'Who applied',
    subject: ['Reference of the person whose past it is about', 'Like P-2, never a name.'],
    atRisk: ['Reference of the person at risk', 'Like P-1, never a name.'],
    concerns: 'What worries them',
  },
  'disclosure.checked': { systems: ['Systems that were checked', 'Like PNC, PND or records.'], result: 'What they showed' },
  'disclosure.met': { identityProved: 'Did they prove who they are?', outcome: 'What came of the meeting' },
  'disclosure.decided': {
    decision: 'Decision',
    reason: 'Why it is, or is not, lawful, necessary and proportionate',
    consulted: ['Agencies that were asked', 'Like IDVA or probation.'],
  },
  'disclosure.made': {
    recipient: 'Who was told',
    undertaking: 'Promise in writing to keep it confidential',
    inPerson: 'Was it told in person?',
  },
  'disclosure.withdrawn': { reason: 'Why it is withdrawn' },

  'task.set': { kind: 'Kind of task', text: 'Why, and what to look for' },
  'task.done': { outcome: ['Outcome', 'In a few words, like safe and well or no reply.'], text: 'What was found' },
  'task.moved': {
    dueAt: 'New date and time',
    owner: ['Who has to do it from now on', 'A post or a unit, never the name of a person.'],
    reason: ['Why it is moved', 'In a few words, like no unit. A later date needs a reason.'],
  },
  'task.cancelled': { reason: ['Why it is cancelled', 'In a few words, like moved to a refuge.'], rationale: 'Details' },

  'plan.made': { ...planned, text: 'The plan' },
  'plan.revised': {
    ...planned,
    text: ['The plan from now on', 'The whole plan, not only what changes.'],
    rationale: 'Why it is changed',
    actions: 'Actions that are added',
  },
  'plan.reviewed': { rationale: 'Why it stays as it is' },
  'plan.action-done': { outcome: ['Outcome', 'In a few words, like done or partly.'], text: 'What was done' },
  'plan.action-dropped': { reason: ['Why it is dropped', 'In a few words, like not wanted.'], rationale: 'Details' },
  'plan.ended': { reason: ['Why the plan ends', 'In a few words, like moved away.'], rationale: 'Details' },

  'marac.referred': {
    area: ['Area whose meeting hears it', 'Where the victim lives decides it.'],
    criteria: 'Why it is referred',
    rationale: 'Details',
    lastReferredAt: ['When the two were last referred', 'Only where that is not on record here.'],
    repeatAct: ['What happened since then', 'Only for a repeat, where the rules name what counts.'],
    custodyEndsAt: ['Until when the suspect is in custody', 'Only where the suspect is in custody.'],
  },
  'marac.listed': {
    meetingAt: 'When the meeting is',
    meeting: 'Kind of meeting',
    rationale: ['Why this meeting', 'Needed where it is put off to a later meeting.'],
  },
  'marac.heard': {
    chair: ['Who chaired it', 'A post, never the name of a person.'],
    agencies: 'Agencies that took part',
    outcome: 'What came of it',
  },
  'marac.action-agreed': { text: 'What is to be done' },
  'marac.action-done': { outcome: 'What came of it' },
  'marac.closed': { rationale: 'Why it can be closed' },
  'marac.withdrawn': { rationale: 'Why it is withdrawn' },
  'marac.excepted': { reason: 'Why the high risk is not referred' },

  'victim.preferred': {
    channels: ['How the victim wants to be reached', 'Like telephone, text or adviser, never a number.'],
    safeHours: 'When it is safe to reach the victim',
    'safeHours/from': ['From', 'Like 09:30.'],
    'safeHours/to': ['To', 'Like 14:30.'],
    frequency: ['How often the victim wants to hear', 'Like weekly or on change.'],
  },
  'victim.updated': {
    channel: ['How the victim was told', 'Like telephone.'],
    needs: 'What the victim needs',
  },
  'victim.not-updated': {
    channel: ['How you tried', 'Like telephone.'],
    because: 'Why the victim was not told',
  },
  'victim.support-declined': { reason: ['What the victim said', 'In a few words, like has support or not now.'] },

  'approval.given': {
    approval: ['What waits for a decision', 'Its number, as the list of decisions shows it.'],
    decision: 'Decision',
    reason: 'Why',
  },
} as const satisfies Readonly<Record<string, Labels>>
