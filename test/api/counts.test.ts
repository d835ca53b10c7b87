/** `GET /v1/counts` over a record with a restricted incident. */
import type { Counts } from '../../src/engine/counts.ts'
import { wrongWith } from '../support/answers.ts'
import { JANE, useRestricted } from '../support/restrictedReaders.ts'
import { callerOf, OTHER } from '../support/restrictedRecord.ts'

const $ = useRestricted()
const ANN = callerOf('supervisor', 'ann')
const counts = async (who: string): Promise<Counts> => {
  const answer = (await (await $.get('/v1/counts', who)).json()) as Counts
  expect(wrongWith('Counts', answer)).toBeNull()
  return answer
}
const inAll = (groups: readonly { readonly count: number }[]) => groups.reduce((sum, { count }) => sum + count, 0)

it('equals what the lists have, and says what somebody has', async () => {
  await $.post(`/v1/incidents/${OTHER}/alerts/take`, ANN, {})
  const { incidents, alerts } = await counts(ANN)
  expect(incidents).toMatchObject({ open: 2, restricted: 1, mine: 1 })
  expect(inAll(incidents.byPriority)).toBe(1)
  for (const status of ['open', 'acknowledged'] as const) {
    const listed = await $.itemsOf(`/v1/alerts?limit=500&status=${status}`, ANN)
    expect(alerts?.[status].count).toBe(listed.length)
    expect(alerts?.[status].oldestAt).toBe(listed.at(-1)?.raisedAt ?? null)
  }
})

it('tells a reader of the restricted incident as of every other', async () => {
  const { incidents } = await counts(JANE)
  expect([incidents.open, incidents.restricted, inAll(incidents.byPriority)]).toEqual([2, 0, 2])
})

it.each([
  ['control-room', ['at', 'incidents', 'alerts', 'deliveries']],
  ['officer', ['at', 'incidents']],
  ['hau', ['at', 'incidents', 'alerts', 'deliveries']],
  ['supervisor', ['at', 'incidents', 'alerts', 'deliveries', 'approvals', 'reassessments', 'handovers']],
] as const)('tells %s what the role reads', async (role, fields) => {
  const answer = await counts(callerOf(role))
  expect(Object.keys(answer)).toEqual(fields)
  expect(answer.incidents).not.toHaveProperty('mine')
})
