import type { AlertKind } from '../../machines/rules/catalogue/alerts.ts'
import { createStore } from '../../src/store/store.ts'
import { changeOf, FORCE } from '../support/changes.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const everybody = { openOnly: false }
const page = { limit: 50 }
const ofKind = async (wanted: AlertKind, force = FORCE) =>
  (await $.store.alerts(force, everybody, page)).items.filter(({ kind }) => kind === wanted)
const stalled = (force = FORCE) => ofKind('timers-stalled', force)
const silentFor = (seconds: number) =>
  $.database.query(`update reassess.system_said set at = now() - interval '${seconds} seconds'`)

it('one alert a force however many processes see it; open while one of them says so, then resolved; a new one the next time', async () => {
  await $.store.create('supervisor', FORCE)
  await $.store.create('supervisor', 'northshire')
  await $.store.create('hau', 'northshire')
  await $.store.commit([changeOf('S1', 0)])
  await $.store.numberChanges()
  const head = await $.store.streamHead(FORCE)
  const others = await Promise.all(Array.from({ length: 4 }, () => createStore({ connectionString: $.database.url })))
  await Promise.all([...others, ...others, $.store].map((process) => process.sayStalled('supervisor')))
  const [alert] = await stalled()
  expect(await stalled()).toEqual([
    {
      id: expect.stringMatching(`^timers-stalled-${FORCE}-\\d+$`),
      incident: '',
      kind: 'timers-stalled',
      severity: 'critical',
      audience: 'supervisor',
      level: 1,
      count: 1,
      status: 'open',
      raisedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    },
  ])
  expect(await stalled('northshire')).toHaveLength(1)
  // Also for those who read of open incidents only.
  expect((await $.store.alerts(FORCE, { openOnly: true }, page)).items).toEqual([alert])

  // One process fires, another still does not.
  await Promise.all(others.map((process) => process.sayFiring()))
  expect(await stalled()).toMatchObject([{ status: 'open' }])
  const by = { id: 'sup-1', role: 'supervisor' }
  expect(await $.store.acknowledgeSystemAlert('northshire', alert?.id ?? '', by)).toBeNull()
  expect(await $.store.acknowledgeSystemAlert(FORCE, alert?.id ?? '', by)).toMatchObject({
    status: 'acknowledged',
    acknowledgedBy: by,
  })
  // Said again it is answered the same, and told to nobody, however the id is typed.
  expect(await $.store.acknowledgeSystemAlert(FORCE, alert?.id ?? '', { ...by, id: ' SUP\u200b-1' })).toMatchObject({
    status: 'acknowledged',
    acknowledgedBy: by,
  })
  await $.store.sayStalled('supervisor')
  expect(await stalled()).toMatchObject([{ status: 'acknowledged' }])

  await silentFor(16)
  await Promise.all(others.map((process) => process.sayFiring()))
  expect(await stalled()).toMatchObject([{ status: 'resolved', acknowledgedBy: by, resolvedAt: expect.any(String) }])
  expect(await $.store.acknowledgeSystemAlert(FORCE, alert?.id ?? '', by)).toMatchObject({ status: 'resolved' })

  await $.store.numberChanges()
  const heard = (await $.store.streamAfter(FORCE, head, 50)) ?? []
  expect(heard.map(({ event, data }) => [event, (data as { status: string }).status])).toEqual([
    ['alert', 'open'],
    ['alert', 'acknowledged'],
    ['alert', 'resolved'],
  ])

  await $.store.sayStalled('supervisor')
  expect((await stalled()).map(({ status }) => status)).toEqual(['open', 'resolved'])
  // No chain knows of it, and no checkpoint takes it for a line that is missing.
  const key = Buffer.alloc(32, 7)
  const line = await $.store.writeCheckpoint(key)
  expect(await $.store.verifyCheckpoints(key, [line ?? ''])).toEqual([])
  await Promise.all(others.map((process) => process.close()))
})

it('a clock set back does not keep it open until the past has come round again', async () => {
  await $.store.sayStalled('supervisor')
  await silentFor(-3_600)
  await $.store.sayFiring()
  expect((await stalled()).every(({ status }) => status === 'resolved')).toBe(true)
})

it('a clock that is ahead is an alert of its own, with the seconds, beside timers that stall', async () => {
  await $.store.sayStalled('supervisor')
  await $.store.sayClockAhead('force-incident-manager', 3_599.6, true)
  await $.store.sayClockAhead('force-incident-manager', 3_601, true)
  expect(await ofKind('clock-ahead')).toEqual([
    expect.objectContaining({ severity: 'critical', audience: 'force-incident-manager', status: 'open', seconds: 3_600 }),
  ])
  await $.store.sayClockAgrees()
  expect(await ofKind('clock-ahead')).toMatchObject([{ status: 'open' }])
  // A process that starts now hears of it, having no earlier reading of its own; here this machine's clock soon tells it otherwise.
  const started = await createStore({ connectionString: $.database.url })
  await started.now()
  expect(started.clockStands().jumps).toMatchObject({ believed: 1 })
  await started.close()

  await silentFor(16)
  await $.store.sayClockAgrees()
  expect(await ofKind('clock-ahead')).toMatchObject([{ status: 'resolved' }])
  expect((await stalled()).map(({ status }) => status)).toContain('open')
  await $.store.sayFiring()
})
