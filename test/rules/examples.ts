/** An adequate THRIVE and a complete reassessment, to be spoilt one part at a time. Fictional. */
import type { CaseEventData } from '../../machines/rules/events.ts'

export const thrive: CaseEventData['thrive.assessed'] = {
  assessor: { id: 'ch-1', role: 'call-handler' },
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
}

export const reassessment: CaseEventData['risk.reassessed'] = {
  demand: 'WK-20261120-0412-d1',
  assessor: { id: 'sup-1', role: 'supervisor' },
  victimContact: { attempted: true, outcome: 'Answered on the safe number; he has sent fourteen messages.' },
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
  decision: { priority: 'P2', rationale: 'Threat and likelihood are up; she is behind a locked door.', approvedBy: undefined },
  interimSafeguarding: ['Neighbour with her'],
  resourceAction: 'Unit from the neighbouring area asked for and accepted.',
  nextReviewAt: '2026-11-20T22:02:00.000Z',
}
