/** An open demand tells whom its level asks, and since when. */
import { diverted, gradedP2, logNoted, reassessed } from '../support/happenings.ts'
import { KEY, startNight } from '../support/incident.ts'

const demandAfter = async (...happenings: Parameters<ReturnType<typeof startNight>['go']>[0][]) => {
  const night = startNight()
  for (const happening of [...gradedP2('20:00'), diverted('20:30'), ...happenings]) await night.go(happening)
  return (await night.engine.view(KEY, null))?.demands[0]
}

it('is the first level from when the demand was raised', async () => {
  expect(await demandAfter()).toMatchObject({
    level: 1,
    asked: { role: 'supervisor', since: expect.stringContaining('T20:30:00.000Z'), levels: 3 },
  })
})

it('is the next level from when nobody had answered', async () => {
  expect(await demandAfter(logNoted('20:50'))).toMatchObject({
    level: 2,
    asked: { role: 'force-incident-manager', since: expect.stringContaining('T20:45:00.000Z'), levels: 3 },
  })
})

it('stays the instant at which the top was first asked, however often it is asked again', async () => {
  expect(await demandAfter(logNoted('22:05'))).toMatchObject({
    level: 3,
    count: expect.any(Number),
    asked: { role: 'duty-superintendent', since: expect.stringContaining('T21:00:00.000Z'), levels: 3 },
  })
})

it('is gone once the demand is answered', async () => {
  const answered = await demandAfter(reassessed('20:40', 'd1'))
  expect(answered?.status).toBe('answered')
  expect(answered).not.toHaveProperty('asked')
})
