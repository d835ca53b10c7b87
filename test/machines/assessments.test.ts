/** What an incident remembers of its assessments: `test/machines/nothingLookedAt` has what is asked of it. */
import {
  assessedBy,
  lastAssessment,
  lookedSince,
  situationNow,
  unknownSince,
  withoutAssessment,
} from '../../machines/incident/risk/assessments.ts'
import type { Assessment } from '../../machines/incident/risk/memory.ts'
import type { EventOf } from '../../machines/incident/setup.ts'
import type { Situation } from '../../machines/rules/catalogue/incident/situation.ts'
import { NOBODY, NOBODY_KNOWS } from '../rules/examples.ts'

const instant = (time: string) => `2026-11-20T${time}:00.000Z`
const told = (knownAt: string) => ({ source: 'caller', knownAt: instant(knownAt) }) as const

type Assessed = EventOf<'thrive.assessed'> | EventOf<'risk.reassessed'>
const at = (time: string, sequence: number, situation?: Situation, type = 'risk.reassessed') =>
  ({ type, at: instant(time), sequence, data: { situation } }) as Assessed
const assessed = (...events: readonly Assessed[]): { readonly assessments: readonly Assessment[] } =>
  events.reduce<{ readonly assessments: readonly Assessment[] }>(
    (context, event) => ({ assessments: assessedBy(context, event) }),
    { assessments: [] },
  )
const sequences = ({ assessments }: { readonly assessments: readonly Assessment[] }) =>
  assessments.map(({ sequence }) => sequence)
const report = { receivedAt: instant('20:00'), victimSeenAt: null }

describe('the last assessment of an event', () => {
  const remembered = assessed(at('20:10', 2), at('20:30', 5), at('20:20', 6), at('20:20', 7))

  it('is the latest by its time, of one instant the one that was recorded last', () => {
    expect(sequences(remembered)).toEqual([2, 6, 7, 5])
    expect(lastAssessment(remembered, instant('20:40'))?.sequence).toBe(5)
    expect(lastAssessment(remembered, instant('20:29'))?.sequence).toBe(7)
  })
  it('may be of the same instant, and never later', () => {
    expect(lastAssessment(remembered, instant('20:30'))?.sequence).toBe(5)
    expect(lastAssessment(remembered, instant('20:09'))).toBeNull()
    expect(lookedSince({ ...remembered, ...report }, instant('20:09'))).toEqual({ at: report.receivedAt, what: 'the report' })
  })
  it('is another once it was set aside', () => {
    const left = { assessments: withoutAssessment(remembered, 5) }
    expect(sequences(left)).toEqual([2, 6, 7])
    expect(lookedSince({ ...left, ...report }, instant('20:40'))).toEqual({ at: instant('20:20'), what: 'the last assessment' })
    expect(withoutAssessment(remembered, 99)).toEqual(remembered.assessments)
  })
  it('is one of the newest fifty; an older event counts from the report', () => {
    const minute = (n: number) => `21:${String(n).padStart(2, '0')}`
    const many = assessed(...Array.from({ length: 51 }, (_, n) => at(minute(n), n + 2)))
    expect(many.assessments).toHaveLength(50)
    expect(lastAssessment(many, instant('21:01'))?.at).toBe(instant('21:01'))
    expect(lastAssessment(many, instant('21:00'))).toBeNull()
    expect(sequences({ assessments: assessedBy(many, at('20:59', 60)) })).not.toContain(60)
  })
})

describe('the situation now', () => {
  const place = { where: 'nearby', ...told('20:25') } as const

  it('is of the latest that says it, a THRIVE among them', () => {
    expect(situationNow(assessed(at('20:10', 2)))).toBeNull()
    const { from, sequence } = situationNow(
      assessed(at('20:10', 2, NOBODY_KNOWS, 'thrive.assessed'), at('20:20', 3)),
    ) as Assessment
    expect([from, sequence]).toEqual(['thrive.assessed', 2])
  })
  it('takes what a THRIVE left unanswered as unknown', () =>
    expect(situationNow(assessed(at('20:30', 2, { suspect: place, changed: [''], canReach: '' })))?.situation).toEqual({
      suspect: place,
      victim: { where: 'unknown', source: 'none', knownAt: null },
      canReach: 'unknown',
      changed: ['unknown'],
      protects: ['unknown'],
    }))
  it('does not take from a THRIVE a place that nobody told, nor a word that another beside it takes back', () => {
    const said: Situation = {
      suspect: { where: 'nearby', source: 'none' },
      changed: ['nothing', 'threats'],
      protects: ['nothing', 'unknown'],
    }
    expect(situationNow(assessed(at('20:30', 2, said, 'thrive.assessed')))?.situation).toMatchObject({
      suspect: { where: 'unknown' },
      changed: ['threats'],
      protects: ['unknown'],
    })
  })
  it('is an earlier one once the latest was set aside', () => {
    const both = assessed(at('20:10', 2, NOBODY_KNOWS), at('20:20', 3, { ...NOBODY_KNOWS, canReach: 'no' }))
    expect(situationNow({ assessments: withoutAssessment(both, 3) })?.sequence).toBe(2)
  })
})

describe('since when a part is not known', () => {
  const since = (seenAt: string | null, ...events: readonly Assessed[]) =>
    unknownSince({ ...assessed(...events), ...report, victimSeenAt: seenAt === null ? null : instant(seenAt) })
  const known: Situation = {
    suspect: { where: 'elsewhere', ...told('20:05') },
    victim: { where: 'at-address', ...told('20:08') },
    canReach: 'no',
    changed: ['nothing'],
    protects: ['locked-in'],
  }

  it('is not said where nobody has said a situation', () => expect(since(null, at('20:10', 2))).toBeUndefined())
  it('is nothing where all of it is known', () => expect(since(null, at('20:10', 2, known))).toEqual({}))
  it('is the report where it was never known', () =>
    expect(since(null, at('20:10', 2, NOBODY_KNOWS))).toEqual({
      ...{ suspect: report.receivedAt, victim: report.receivedAt },
      ...{ canReach: report.receivedAt, protects: report.receivedAt },
    }))
  it('is when it was known last: where the two are, as of whoever told; the rest, as of the assessment', () =>
    expect(since(null, at('20:10', 2, known), at('20:20', 3, NOBODY_KNOWS), at('20:30', 4, NOBODY_KNOWS))).toEqual({
      suspect: instant('20:05'),
      victim: instant('20:08'),
      canReach: instant('20:10'),
      protects: instant('20:10'),
    }))
  it('of the victim is never before she was seen, and it is known where she is when she was seen after that', () => {
    const lost = [at('20:10', 2, known), at('20:40', 3, { ...known, victim: NOBODY })]
    expect(since('20:30', ...lost)).toEqual({ victim: instant('20:30') })
    expect(since('20:40', ...lost)).toEqual({})
    expect(since('20:05', ...lost)).toEqual({ victim: instant('20:08') })
  })
})
