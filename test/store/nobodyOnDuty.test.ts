import { useStore } from '../support/store.ts'

const $ = useStore()
const FORCE = 'warwickshire'
const alerts = async (force = FORCE) =>
  (await $.store.alerts(force, { kind: 'nobody-on-duty', openOnly: false }, { limit: 50 })).items.map(
    ({ role, audience, status }) => [role, audience, status],
  )
const silentFor = (seconds: number) =>
  $.database.query(`update reassess.system_said set at = now() - interval '${seconds} seconds'`)

it('one alert for each role that has nobody, to the role that is told, until nobody has said so for a while', async () => {
  const both = [
    { role: 'supervisor', told: 'force-incident-manager' },
    { role: 'hau', told: 'supervisor' },
  ] as const
  // Two processes see the same.
  await Promise.all([$.store.sayUnmanned(FORCE, both), $.store.sayUnmanned(FORCE, [...both].reverse())])
  await $.store.sayUnmanned(FORCE, both)
  expect((await alerts()).sort()).toEqual([
    ['hau', 'supervisor', 'open'],
    ['supervisor', 'force-incident-manager', 'open'],
  ])
  const [alert] = (await $.store.alerts(FORCE, { kind: 'nobody-on-duty', openOnly: true }, { limit: 1 })).items
  expect(alert).toMatchObject({ incident: '', severity: 'critical', level: 1, count: 1 })
  expect(alert?.id).toMatch(/^nobody-on-duty-(supervisor|hau)-warwickshire-\d+$/)

  await silentFor(16)
  await $.store.sayUnmanned(FORCE, [both[1]])
  expect((await alerts()).sort()).toEqual([
    ['hau', 'supervisor', 'open'],
    ['supervisor', 'force-incident-manager', 'resolved'],
  ])
  await $.store.sayUnmanned(FORCE, both)
  expect((await alerts()).filter(([, , status]) => status === 'open')).toHaveLength(2)
})

it('stays open while another process still sees nobody, and does not end that of another force', async () => {
  await $.store.sayUnmanned('kent', [{ role: 'supervisor', told: 'duty-superintendent' }])
  await $.store.sayUnmanned('kent', [])
  expect(await alerts('kent')).toEqual([['supervisor', 'duty-superintendent', 'open']])
  await silentFor(16)
  await $.store.sayUnmanned(FORCE, [])
  expect(await alerts('kent')).toEqual([['supervisor', 'duty-superintendent', 'open']])
  await $.store.sayUnmanned('kent', [])
  expect(await alerts('kent')).toEqual([['supervisor', 'duty-superintendent', 'resolved']])
})

it('is told to the listeners of the force', async () => {
  await $.store.numberChanges()
  const head = await $.store.streamHead('essex')
  await $.store.sayUnmanned('essex', [{ role: 'supervisor', told: 'duty-superintendent' }])
  await $.store.numberChanges()
  expect((await $.store.streamAfter('essex', head, 10)) ?? []).toMatchObject([
    { event: 'alert', data: { kind: 'nobody-on-duty', role: 'supervisor' } },
  ])
})

it('knows the roles that an open alert is for', async () => {
  await $.store.sayUnmanned('surrey', [{ role: 'supervisor', told: 'hau' }])
  expect(await $.store.rolesWithAlerts('surrey', ['hau', 'control-room'])).toEqual(['hau'])
  const [alert] = (await $.store.alerts('surrey', { openOnly: false }, { limit: 1 })).items
  await $.store.acknowledgeSystemAlert('surrey', alert?.id ?? '', { id: 'hau-1', role: 'hau' })
  expect(await $.store.rolesWithAlerts('surrey', ['hau', 'control-room'])).toEqual([])
})
