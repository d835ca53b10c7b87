import type { Happening } from '../support/happenings.ts'
import { arrived, assigned, atScene, cleared, diverted, entered, gradedP2, standsDown, until } from '../support/happenings.ts'
import { given, KEY, startNight } from '../support/incident.ts'

const SPELLINGS = ['b12', 'B 12', 'Ｂ１２', 'B\u200b12']

describe.each(SPELLINGS)('%j is the unit B12', (spelling) => {
  it('that leaves the scene, as the last that looks for her', () =>
    given(gradedP2('20:00'), assigned('20:05', 'B12'), atScene('20:40', spelling))
      .when(cleared('20:44', 'B12'))
      .then({ state: { attendance: 'waiting.unassigned' }, demands: { d1: 'attendance-failed open' }, warnings: [] }))

  it('that is stood down, and nobody else is coming', () =>
    given(gradedP2('20:00'), assigned('20:05', 'B12'))
      .when(standsDown('20:20', spelling))
      .then({ state: { attendance: 'waiting.unassigned' }, demands: { d1: 'stood-down open' }, warnings: [] }))

  it('that is diverted', () =>
    given(gradedP2('20:00'), assigned('20:05', 'B12'))
      .when(diverted('20:20', spelling))
      .then({ state: { attendance: 'waiting.unassigned' } }))

  it('that is assigned once, however often', () =>
    given(gradedP2('20:00'), assigned('20:05', 'B12'), assigned('20:06', spelling))
      .when(standsDown('20:20', 'B12'))
      .then({ demands: { d1: 'stood-down open' } }))

  it('that had left before its visit failed', () =>
    given(gradedP2('20:00'), assigned('20:05', 'B12'), entered('22:00', atScene('20:50', 'B12')))
      .when(entered('22:01', cleared('20:58', spelling)), entered('22:02', arrived('21:02', { unit: 'C07' })))
      .then({ deadlines: { attendance: 'missed', 'victim-seen': 'missed' } }))
})

it('another unit is another', () =>
  given(gradedP2('20:00'), assigned('20:05', 'B12'), atScene('20:40', 'B12'))
    .when(cleared('20:44', 'B-12'), until('20:45'))
    .then({ due: { 'victim-seen': '20:55' }, demands: {} }))

it('is shown as it was first written, at the scene once', async () => {
  const night = startNight()
  const posted: readonly Happening[] = [
    ...gradedP2('20:00'),
    assigned('20:05', 'B 12'),
    arrived('20:20', { unit: 'b12' }),
    arrived('20:25', { unit: 'B12' }),
    cleared('20:50', 'b12'),
  ]
  for (const each of posted) await night.go(each)
  const view = await night.engine.view(KEY)
  const from = { arrivedAt: '2026-11-20T20:20:00.000Z', clearedAt: '2026-11-20T20:50:00.000Z' }
  expect(view?.scene).toEqual([{ unit: 'B 12', ...from }])
})
