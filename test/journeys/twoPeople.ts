/** Incidents on which a second person decides, by an act of their own, whether the grade is lowered. */
import type { AlertKind } from '../../machines/rules/catalogue/alerts.ts'
import { event } from '../support/client.ts'
import { policyText } from '../support/policies.ts'
import type { Server } from '../support/server.ts'

/** Each rank has ten seconds for a decision. @param p1 within what time somebody attends at P1, and when it warns. */
export const twoPeoplePolicy = (id: string, p1: string): string =>
  policyText({
    id,
    priorities: [
      `P1: { rank: 1, ${p1}, answerWithin: PT1H, repeatEvery: PT1H }`,
      'P2: { rank: 2, attendWithin: { urban: PT24H, rural: PT24H }, answerWithin: PT1H, repeatEvery: PT4H }',
    ],
    escalation: ['supervisor', 'force-incident-manager'],
    more: ['thrive: { assessWithin: PT1H, gradeWithin: PT1H }', 'approvals: { secondPerson: signed-in, within: PT10S }'],
  })

/** Reports one, grades it P1, and waits for the alert that comes of it. */
export async function gradedP1(server: Server, reference: string, until: AlertKind): Promise<void> {
  await server.post('control-room', event('incident.reported', reference))
  await server.post('control-room', event('incident.graded', reference, { priority: 'P1', approvedBy: undefined }))
  await server.alertRaised(reference, until)
}

/** Nobody decides: it waits at each rank, and then the grade stays as it was. */
export async function lapses(server: Server, reference: string): Promise<void> {
  const lapsed = await server.incidentIs(reference, 'has nothing that waits', ({ approvals }) => approvals.length === 0)
  expect(lapsed).toMatchObject({ priority: 'P1' })
  expect(lapsed.alerts.filter(({ kind }) => kind === 'approval-waiting').map(({ level, status }) => [level, status])).toEqual([
    [1, 'resolved'],
    [2, 'resolved'],
  ])
}
