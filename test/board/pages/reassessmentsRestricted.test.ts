/** A reassessment and a decision of a restricted incident, at the board: others learn that something waits, and nothing else. */
import { JANE, STRANGERS, useRestricted } from '../../support/restrictedReaders.ts'
import { RESTRICTED } from '../../support/restrictedRecord.ts'
import { textOf } from '../read.ts'

const $ = useRestricted()
const JOE = STRANGERS['a colleague']

it('is in the list for its reader, and named as restricted to others, who open nothing', async () => {
  const [waits] = (await $.itemsOf('/v1/reassessments', JANE)).filter(({ incident }) => incident === RESTRICTED)
  const path = `/reassessments/${RESTRICTED}/${waits?.sequence}`
  const list = textOf(await (await $.get('/reassessments', JOE)).text())
  expect(list).toContain(`A reassessment of ${RESTRICTED} waits too. The incident is restricted`)
  const opened = await $.get(path, JOE)
  expect(opened.status).toBe(403)
  const page = await opened.text()
  expect(page).toContain('This incident is restricted')
  expect(page).not.toContain('SECRET')
  expect(await (await $.get('/reassessments', JANE)).text()).toContain(`href="${path}"`)
  const read = await $.get(path, JANE)
  expect([read.status, (await read.text()).includes('SECRET again')]).toEqual([200, true])
})

it('is on a hand-over by its reference alone', async () => {
  const made = await $.post('/v1/handover', JANE, { from: 'late', to: 'night' })
  const { handover } = (await made.json()) as { handover: string }
  const page = await (await $.get(`/handover/${handover}`, JOE)).text()
  expect(textOf(page)).toContain(`${RESTRICTED}: The incident is restricted: what it is about is shown to its readers`)
  expect(page).not.toContain('SECRET')
})
