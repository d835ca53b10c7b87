import type { Case } from '../../src/engine/step/case.ts'
import { contextOf } from '../../src/engine/step/live.ts'
import { NOBODY_KNOWS } from '../rules/examples.ts'
import {
  but,
  callReceived,
  deadlinePasses,
  entered,
  gradedP2,
  reassessed,
  reported,
  thriveAssessed,
} from '../support/happenings.ts'
import { given, KEY, policyWith, startNight } from '../support/incident.ts'

const instant = (time: string) => `2026-11-20T${time}:00.000Z`
const notTried = { victimContact: { attempted: false, notAttemptedReason: 'He may be beside her.' } }
/** Complete in its form, and nobody has looked at anything. */
const unlooked = (time: string, parts: object = {}, demand = 'd1') =>
  but(reassessed(time, demand), { ...notTried, checksRepeated: ['None'], situation: NOBODY_KNOWS, ...parts })
const triedAt = (time: string) => ({ victimContact: { attempted: true, at: instant(time), outcome: 'No answer.' } })
const toldAt = (time: string) => ({
  situation: { ...NOBODY_KNOWS, suspect: { where: 'nearby', source: 'caller', knownAt: instant(time) } },
})

const breached = [...gradedP2('20:00'), deadlinePasses('attendance')]
const answered = { demands: { d1: 'attendance-overdue answered' } }

describe('a reassessment for which nobody has looked', () => {
  it('is refused, and the demand stays as it was', () =>
    given(breached).when(unlooked('21:05')).thenRefused('reassessment-incomplete', ['/data/situation']))

  it('is told since when, in local time, and what to do', async () => {
    const { go } = startNight()
    for (const happening of breached) await go(happening)
    const outcome = await go(unlooked('21:05'))
    expect(outcome).toMatchObject({
      problem: {
        errors: [
          {
            code: 'nothing-looked-at',
            pointer: '/data/situation',
            detail:
              'By this record nobody has tried to reach the victim since 20:00 (the last assessment), no check was repeated and nothing was learnt: ring the safe number, or repeat a check, then answer.',
          },
        ],
      },
    })
  })

  it('is refused beside everything else that is missing', () =>
    given(breached)
      .when(unlooked('21:05', { situation: { ...NOBODY_KNOWS, canReach: '' }, resourceAction: '' }))
      .thenRefused('reassessment-incomplete', ['/data/situation/canReach', '/data/resourceAction', '/data/situation']))

  it('counts when the victim was tried, whatever came of it', () =>
    given(breached)
      .when(unlooked('21:05', triedAt('21:03')))
      .then(answered))
  it('counts when a check was repeated and found nothing', () =>
    given(breached)
      .when(unlooked('21:05', { newInformation: 'None.', checksRepeated: ['orders'] }))
      .then(answered))
  it('counts when somebody told something', () =>
    given(breached)
      .when(unlooked('21:05', toldAt('20:50')))
      .then(answered))
  it('counts when everything is unknown and somebody looked', () =>
    given(breached)
      .when(unlooked('21:05', { ...triedAt('21:05'), newInformation: 'Her telephone is off.' }))
      .then(answered))
})

describe('the last assessment', () => {
  it('is a THRIVE: what was known at its instant was known to it', () =>
    given(breached, callReceived('21:01'), thriveAssessed('21:02'))
      .when(unlooked('21:05', triedAt('21:02')))
      .thenRefused('reassessment-incomplete', ['/data/situation']))

  it('is a reassessment: a look that it was made from does not serve for a second', () =>
    given(breached, unlooked('21:05', triedAt('21:03')), callReceived('21:10'))
      .when(unlooked('21:12', triedAt('21:03'), 'd2'))
      .thenRefused('reassessment-incomplete', ['/data/situation']))

  it('does not become a reassessment that was refused', async () => {
    const { go } = startNight()
    for (const happening of breached) await go(happening)
    expect(await go(reassessed('21:05', 'd1', { resourceAction: '' }))).toMatchObject({ status: 'refused' })
    expect(await go(unlooked('21:06', triedAt('21:04')))).toMatchObject({ status: 'accepted' })
  })

  it('of a late entry is what came before it, however late it was recorded', () =>
    given(breached, callReceived('21:06'), reassessed('21:20', 'd2'))
      .when(entered('21:30', unlooked('21:10', triedAt('21:08'))))
      .then({ demands: { d1: 'attendance-overdue answered level 3', d2: 'further-call answered' } }))

  it('that was itself entered late counts from its own time', () =>
    given(breached, callReceived('21:01'), entered('21:15', unlooked('21:04', triedAt('21:03'))))
      .when(unlooked('21:16', triedAt('21:10'), 'd2'))
      .then({ demands: { d1: 'attendance-overdue answered level 2', d2: 'further-call answered level 2' } }))

  it('does not come after the event: before every assessment the report counts', () =>
    given(reported('20:00'), callReceived('20:02'), thriveAssessed('20:10'))
      .when(entered('20:12', unlooked('20:05', triedAt('20:04'))))
      .then({ demands: { d1: 'further-call answered level 3' } }))

  it('gives way to the report where nobody has made a THRIVE', () => {
    const rung = [reported('20:00'), callReceived('20:02')]
    return Promise.all([
      given(rung)
        .when(unlooked('20:05', triedAt('20:01')))
        .then({ demands: { d1: 'further-call answered' } }),
      given(rung)
        .when(unlooked('20:05', triedAt('20:00')))
        .thenRefused('reassessment-incomplete', ['/data/situation']),
    ])
  })
})

it('remembers codes and instants of what was assessed, and no text', async () => {
  const { go, store } = startNight()
  for (const happening of [...breached, reassessed('21:05', 'd1')]) await go(happening)
  expect(contextOf(store.caseOf(KEY) as Case, policyWith()).assessments).toEqual([
    { at: instant('20:00'), sequence: 2, from: 'thrive.assessed', situation: null },
    {
      at: instant('21:05'),
      sequence: expect.any(Number),
      from: 'risk.reassessed',
      situation: {
        suspect: { where: 'nearby', source: 'victim', knownAt: instant('21:05') },
        victim: { where: 'at-address', source: 'victim', knownAt: instant('21:05') },
        canReach: 'yes',
        changed: ['threats', 'contact'],
        protects: ['locked-in', 'person-with-her', 'line-open'],
      },
    },
  ])
})
