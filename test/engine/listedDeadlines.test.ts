/** A line of the list of incidents tells what is late and still owed from what came late and is over. */
import type { Case } from '../../src/engine/step/case.ts'
import { hydrateCase } from '../../src/engine/step/live.ts'
import { itemOf } from '../../src/engine/views/view.ts'
import * as happens from '../support/happenings.ts'
import { KEY, policyWith, startNight } from '../support/incident.ts'

async function checksAfter(...night: readonly happens.Happening[]) {
  const { go, store } = startNight()
  for (const happening of night) expect((await go(happening))?.status).not.toBe('refused')
  const { deadlines } = itemOf(hydrateCase(store.caseOf(KEY) as Case, policyWith()), 1)
  return deadlines.filter(({ name }) => name === 'reassessment-check')
}

const doubted = [...happens.gradedP2('20:00'), happens.callReceived('20:10'), happens.doubtful(happens.reassessed('20:12', 'd1'))]

it('runs, is late while nobody has read it, and is over once somebody has', async () => {
  expect(await checksAfter(...doubted)).toMatchObject([{ status: 'pending' }])
  const [late] = await checksAfter(...doubted, happens.until('20:59'))
  expect([late?.status, late?.over]).toEqual(['missed', undefined])
  expect(await checksAfter(...doubted, happens.until('20:59'), happens.read('20:59', 5, 'assesses'))).toMatchObject([
    { status: 'missed', over: true },
  ])
})
