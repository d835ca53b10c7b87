/** An incident as the API tells of it to whoever reassesses: assessed, reassessed once, and called about twice since. */
import { lookedAt } from '../../../../machines/rules/catalogue/incident/situation.ts'
import type { Known } from '../../../../src/board/pages/reassess/known.ts'

const REASSESSED = '2026-11-20T21:20:00.000Z'
const { situation } = lookedAt('2026-11-20T21:19:00.000Z')
const change = { change: 'unchanged' } as const
const reassessed = {
  demand: 'WK-1-d0',
  assessor: { id: 'sup-2', role: 'supervisor' },
  situation,
  thrive: { threat: change, harm: change, risk: change, investigation: change, vulnerability: change, engagement: change },
  interimRisk: 'He could come back.',
  decision: { priority: 'P2', rationale: 'She is locked in.' },
}
const call = (sequence: number, at: string, text: string) => ({
  ...{ sequence, at, recordedAt: at, type: 'call.received', id: `c-${sequence}`, source: 'urn:x', actor: null },
  ...{ data: { text, caller: 'neighbour', by: { id: 'ch-1', role: 'call-handler' } }, consequences: {} },
})
const open = (id: string, causes: readonly { readonly at: string; readonly sequence: number }[]) => ({
  ...{ id, reason: 'further-call', raisedAt: REASSESSED, dueAt: '2026-11-20T21:45:00.000Z', level: 1, count: 1, status: 'open' },
  ...{ causes, causeCount: causes.length },
})

export const knownAt = (): Known =>
  ({
    incident: {
      ...{ incident: 'WK-1', priority: 'P2', deadlines: [], checks: [] },
      risk: { flags: ['weapons'], situation: { ...situation, at: REASSESSED, from: 'risk.reassessed', sequence: 4 } },
      demands: [
        open('WK-1-d1', [
          { at: '2026-11-20T21:24:00.000Z', sequence: 5 },
          { at: '2026-11-20T21:28:00.000Z', sequence: 6 },
        ]),
        open('WK-1-d2', [{ at: '2026-11-20T21:29:00.000Z', sequence: 7 }]),
      ],
      waiting: { since: '2026-11-20T21:00:00.000Z', until: null, underGradeSince: null },
      policy: { priorities: ['P1', 'P2', 'P3'], elements: [] },
      lowering: { secondPerson: 'named', takesTwo: false },
    },
    thrive: {
      ...{ sequence: 2, at: '2026-11-20T21:02:00.000Z', recordedAt: '2026-11-20T21:02:00.000Z' },
      assessor: { id: 'ch-1', role: 'call-handler' },
      data: {
        assessor: { id: 'ch-1', role: 'call-handler' },
        threat: { level: 'high', rationale: 'He said that he will come.' },
      },
    },
    last: { sequence: 4, at: REASSESSED, recordedAt: REASSESSED, assessor: reassessed.assessor, data: reassessed },
    lines: [
      {
        ...{ sequence: 4, at: REASSESSED, recordedAt: REASSESSED, type: 'risk.reassessed', id: 'r-1', source: 'urn:x' },
        ...{ actor: null, data: reassessed, consequences: {} },
      },
      call(5, '2026-11-20T21:24:00.000Z', 'He is back.'),
      call(6, '2026-11-20T21:28:00.000Z', 'He has kicked the door.'),
    ],
  }) as unknown as Known
