/** THRIVEs after they were recorded: what stands against the latest, who may score which, and what was found at the time. */
import { replay } from '../../src/engine/replay.ts'
import {
  as,
  closed,
  everythingDone,
  graded,
  type Happening,
  reported,
  thriveAssessed,
  thriveScored,
} from '../support/happenings.ts'
import { arrivedEvent, given, KEY, policyWith, startNight } from '../support/incident.ts'

const thin = thriveAssessed('20:02', { interimRisk: '', safetyAdvice: '' })
const whole = thriveAssessed('20:10')
const another = { id: 'sup-2', role: 'supervisor' }

async function live(...night: readonly Happening[]) {
  const place = startNight()
  for (const happening of night) expect((await place.go(happening))?.status).not.toBe('refused')
  return place
}

describe('what stands against a THRIVE', () => {
  const issues = async (...night: readonly Happening[]) =>
    (await (await live(...night)).engine.view(KEY))?.thriveGaps.map(({ code, pointer }) => `${code} ${pointer}`)

  it('is nothing before there is one', async () => expect(await issues(reported('20:00'))).toEqual([]))

  it('is on the incident by name, whatever else happens', async () =>
    expect(await issues(reported('20:00'), thin, graded('20:03', 'P2'))).toEqual([
      'interim-risk-missing /data/interimRisk',
      'safety-advice-missing /data/safetyAdvice',
    ]))

  it('is gone once it is mended, and back when a later one is thin', async () => {
    expect(await issues(reported('20:00'), thin, whole)).toEqual([])
    const elements = { threat: { level: 'high', rationale: '' } } as const
    expect(await issues(reported('20:00'), thin, whole, thriveAssessed('20:20', elements))).toEqual([
      'threat-thin /data/threat/rationale',
    ])
  })
})

describe('a score', () => {
  it('moves nothing, and opens no closed incident', async () => {
    await given(reported('20:00'), thin).when(thriveScored('20:30')).thenNothing()
    await given(...everythingDone, closed('20:50'))
      .when(thriveScored('23:00'))
      .thenNothing()
    const { engine } = await live(...everythingDone, closed('20:50'))
    expect((await engine.view(KEY))?.accepts).toContain('uk.police.da.thrive.scored.v1')
  })

  it('is no concern of its author, and is given once by each', async () => {
    const scored = [reported('20:00'), thin, thriveScored('20:30')]
    await given(reported('20:00'), thin)
      .when(thriveScored('20:30', { scorer: { id: 'ch-1', role: 'supervisor' } }))
      .thenRefused('invalid-event', ['/data/scorer/id'])
    await given(...scored)
      .when(thriveScored('20:31'))
      .thenRefused('invalid-event', ['/data/scorer/id'])
    await given(...scored)
      .when(thriveScored('20:31', { scorer: another }))
      .thenNothing()
  })

  it('names the line of a THRIVE: no other line, none that is not there, and each by itself', async () => {
    const night = [reported('20:00'), thin, graded('20:03', 'P2'), whole, thriveScored('20:30')]
    for (const thrive of [1, 3, 5, 99])
      await given(...night)
        .when(thriveScored('20:40', { thrive }))
        .thenRefused('invalid-event', ['/data/thrive'])
    await given(...night)
      .when(thriveScored('20:40', { thrive: 4 }))
      .thenNothing()
  })

  it('is judged on what came just before it in the same batch', async () => {
    const { engine, store } = await live(reported('20:00'))
    store.setNow('2026-11-20T20:07:00.000Z')
    const batch = [thin, thriveScored('20:05'), thriveScored('20:06'), thriveScored('20:06', { scorer: another })]
    const outcomes = await engine.record(batch.map((posted, place) => arrivedEvent(as('supervisor', posted), `b${place}`)))
    expect(outcomes.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'refused', 'accepted'])
  })

  it('is replayed like any other line', async () => {
    const { store } = await live(...everythingDone, closed('20:50'), thriveScored('23:00', { scorer: another }))
    const kept = store.caseOf(KEY)
    if (kept === null) throw new Error('it was reported')
    expect(await replay(kept, store.readEntries(KEY, kept.version), policyWith())).toMatchObject({
      replayed: true,
      differences: [],
    })
  })
})

describe('what was found at the time', () => {
  const none = { level: 'none', rationale: 'She says that she can look after herself.' } as const
  it('uses the flags of that time, not those of now', async () => {
    const { engine } = await live(
      reported('20:00'),
      thriveAssessed('20:02', { vulnerability: none }),
      thriveAssessed('20:04'),
      thriveAssessed('20:06', { vulnerability: none }),
    )
    const codes = async (sequence: number) => (await engine.thriveIssues(KEY, sequence))?.map(({ code }) => code)
    expect(await codes(2)).toEqual([])
    expect(await codes(3)).toEqual([])
    expect(await codes(4)).toEqual(['vulnerability-contradicts-flags'])
  })

  it('is nothing of a line that is no THRIVE, nor of an incident that nobody reported', async () => {
    const { engine } = await live(reported('20:00'), thin)
    expect([await engine.thriveIssues(KEY, 1), await engine.thriveIssues(KEY, 3)]).toEqual([null, null])
    expect(await engine.thriveIssues({ ...KEY, reference: 'never-was' }, 2)).toBeNull()
  })
})
