/** A crime is recorded, or somebody decides that no crime happened, within 24 hours of the report (Home Office Crime Recording Rules). */
import { afterwards } from '../support/afterwards.ts'
import { entered, reported } from '../support/happenings.ts'
import { KEY, policyWith, startNight } from '../support/incident.ts'

const DUE = '2026-11-21T20:00:00.000Z'
const OVERDUE = 'crime-recording-overdue'

it.each([
  ['crime.recorded', { offenceAt: undefined }],
  ['crime.not-recorded', {}],
] as const)('%s meets it to its last millisecond', async (type, data) => {
  const { post, passes, deadlines, alerts } = await afterwards()
  expect(await deadlines('crime-recording')).toMatchObject([{ dueAt: DUE, status: 'pending' }])
  await passes('2026-11-21T19:59:59.998Z')
  await post(type, '2026-11-21T19:59:59.999Z', data)
  await passes('2026-11-21T20:00:01Z')
  expect(await deadlines('crime-recording')).toMatchObject([{ status: 'met' }])
  expect(await alerts()).not.toContain(OVERDUE)
})

it('passes with an alert until it is decided; a crime that was recorded in time and told late settles it', async () => {
  const { post, passes, deadlines, alerts } = await afterwards()
  await passes(DUE)
  expect([(await deadlines('crime-recording'))[0]?.status, await alerts()]).toEqual(['missed', expect.arrayContaining([OVERDUE])])
  await post('crime.recorded', '2026-11-21T18:00:00Z', { offenceAt: undefined }, '2026-11-21T21:00:00Z')
  expect([(await deadlines('crime-recording'))[0]?.status, await alerts()]).toEqual([
    'met',
    expect.not.arrayContaining([OVERDUE]),
  ])
})

it('stays missed where it was recorded late', async () => {
  const { post, passes, deadlines, alerts } = await afterwards()
  await passes(DUE)
  await post('crime.recorded', '2026-11-21T20:00:01Z', { offenceAt: undefined })
  expect([(await deadlines('crime-recording'))[0]?.status, await alerts()]).toEqual([
    'missed',
    expect.not.arrayContaining([OVERDUE]),
  ])
})

it.each([
  ['is entered in time', '2026-11-21T19:59:59.999Z', DUE],
  ['is entered when it has passed: then it counts from there', '2026-11-21T20:00:00.000Z', '2026-11-22T20:00:00.000Z'],
  ['is entered weeks afterwards', '2026-12-20T10:00:00.000Z', '2026-12-21T10:00:00.000Z'],
])('counts from the report, where that %s', async (_, recordedAt, dueAt) => {
  const { engine, go } = startNight()
  await go(entered(recordedAt, reported('20:00')))
  const due = ((await engine.view(KEY))?.deadlines ?? []).filter(({ name }) => name === 'crime-recording')
  expect(due).toMatchObject([{ dueAt, status: 'pending' }])
})

it('is asked of nobody under a policy that gives it no time', async () => {
  const { deadlines } = await afterwards(policyWith({ crimeRecording: undefined }))
  expect(await deadlines('crime-recording')).toEqual([])
})
