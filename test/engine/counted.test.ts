/** What measures count is what happened: each thing once, however the news of it came. */
import fc from 'fast-check'
import type { IncidentContext } from '../../machines/incident/setup.ts'
import type { Counted } from '../../src/engine/measures/counted.ts'
import type { Case, Entry } from '../../src/engine/step/case.ts'
import { wholeContext } from '../../src/engine/step/live.ts'
import { demandItem } from '../../src/engine/views/items.ts'
import { countingNight, inWords } from '../support/counting.ts'
import * as happens from '../support/happenings.ts'
import { CHAPTERS, type History, histories, postedBy, unreadIn } from '../support/histories.ts'
import { arrivedEvent, KEY } from '../support/incident.ts'

const RUNS = Number(process.env.REASSESS_RUNS ?? 30)

/** @param times how often each event is posted. */
async function play({ chapter, steps }: History, times = 1) {
  const counting = countingNight()
  const { night } = counting
  let posted = 0
  const post = async (event: happens.Posted) => {
    await night.go({ kind: 'clock', at: event.recordedAt })
    posted += 1
    for (let time = 0; time < times; time++) await night.engine.record([arrivedEvent(event, `e${posted}`)])
  }
  for (const event of CHAPTERS[chapter] ?? []) await post(event)
  let now = Date.parse(CHAPTERS[chapter]?.at(-1)?.recordedAt ?? '')
  for (const step of steps) {
    now += step.afterSeconds * 1000
    const at = new Date(now).toISOString()
    await night.go({ kind: 'clock', at })
    const open = Object.values(night.store.caseOf(KEY)?.demands ?? {}).filter(({ value }) => value === 'open')
    await post(
      postedBy(
        step,
        at,
        open.map((demand) => demandItem(demand).id.replace(happens.demandId(''), '')),
        unreadIn(night.store.caseOf(KEY) as Case),
      ),
    )
  }
  return counting
}

/** Both properties are about the same histories: each is played once. The second changes what was played, and nobody reads it after. */
const SEED = Math.floor(Math.random() * 2 ** 31)
const played = new Map<string, ReturnType<typeof play>>()
function playOnce(history: History): ReturnType<typeof play> {
  const name = JSON.stringify(history)
  const once = played.get(name) ?? play(history)
  played.set(name, once)
  return once
}

const ofType = (entries: readonly Entry[], type: string) =>
  entries.filter((entry) => entry.type === type).map(({ at, content }) => ({ at, data: JSON.parse(content) }))
const counting = (words: readonly string[]) => [...words].sort()

/** Each reassessment, with its verdict where it has one. */
function readings(entries: readonly Entry[]): string[] {
  const verdicts = new Map(
    ofType(entries, 'reassessment.checked').map(({ data }) => [data.reassessment, `-${data.verdict}`] as const),
  )
  return entries
    .filter(({ type }) => type === 'risk.reassessed')
    .map(({ sequence, consequences }) => {
      const found = consequences.reading?.verdict === 'doubtful' ? 'doubted' : 'passed'
      return `reassessment ${found}${verdicts.get(sequence) ?? ''}`
    })
}

/** The same from the lines and the last snapshot, without looking at how it came about. */
function naively(kept: Case, entries: readonly Entry[]) {
  const { breaches, attendance, attendedAt, attendBy } = wholeContext(kept) as unknown as IncidentContext
  const { dash } = kept.incident.value as { readonly dash: string }
  const judged = breaches.map(({ settled }) => (settled ? 'in-time' : 'late'))
  const stopped = attendedAt !== null && attendBy !== null && !breaches.some(({ dueAt }) => dueAt === attendBy)
  return {
    breaches: breaches.map(({ dueAt }) => dueAt),
    reassessed: breaches.filter(({ answered, settled }) => answered && !settled).length,
    reviews: counting(ofType(entries, 'dash.reviewed').map(({ data }) => `dash-review ${data.decision}`)),
    dealtWith: counting(ofType(entries, 'suspect.dealt-with').map(({ data }) => `dealt-with ${data.how}`)),
    reassessments: counting(readings(entries)),
    isMade: ['submitted', 'returned', 'accepted'].includes(dash),
    judged: counting([...judged, ...(stopped ? [attendance === 'met' ? 'in-time' : 'late'] : [])]),
    ended: Object.values(kept.duties).filter(({ value }) => ['met', 'late', 'missed', 'climbing'].includes(String(value))),
  }
}

const codes = (rows: ReadonlyMap<string, Counted>, thing: string) =>
  [...rows.values()].flatMap(({ what, code }) => (what === thing ? [code] : []))

const REVIEWED_TWICE: History = {
  chapter: 'high risk attended',
  steps: ['dash returned', 'dash standard', 'dash accepted', 'outstanding', 'charged'].map((what) => ({
    ...{ what, afterSeconds: 3_600, lateSeconds: 0, demand: 0, workers: true, acknowledges: null },
  })),
}
/** Two breaches under two grades, and late news that the first car had been there in time. */
const SETTLED_LATE: History = {
  chapter: 'graded P2',
  steps: [
    ['graded P1', 3_900, 0],
    ['delay', 1_200, 0],
    ['reassessed', 60, 0],
    ['arrived', 60, 3_600],
  ].map(([what, afterSeconds, lateSeconds]) => ({
    ...{ what, afterSeconds, lateSeconds, demand: 0, workers: true, acknowledges: null },
  })) as unknown as History['steps'],
}

it('equals a naive count, for every history', () =>
  fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const { night, rows } = await playOnce(history)
      const kept = night.store.caseOf(KEY) as Case
      const naive = naively(kept, night.store.entries(KEY))
      const breaches = [...rows.values()].filter(({ what }) => what === 'breach')
      expect(counting(breaches.map(({ at }) => at))).toEqual(counting(naive.breaches))
      expect(breaches.filter(({ code }) => code.startsWith('reassessed'))).toHaveLength(naive.reassessed)
      expect(inWords(rows, 'dash-review')).toEqual(naive.reviews)
      expect(inWords(rows, 'dealt-with')).toEqual(naive.dealtWith)
      expect(inWords(rows, 'reassessment')).toEqual(naive.reassessments)
      expect(codes(rows, 'incident')).toHaveLength(1)
      expect(codes(rows, 'incident')[0] === 'made').toBe(naive.isMade)
      // An earlier wait that ended in an arrival is counted too, and no snapshot has it any more.
      const judged = codes(rows, 'attendance').filter((code) => code === 'in-time' || code === 'late')
      const left: string[] = [...judged]
      for (const code of naive.judged) expect(left.splice(left.indexOf(code), 1)).toEqual([code])
      for (const { context } of naive.ended)
        if (['dash-submission', 'dash-review', 'school', 'victim-told'].includes(String(context.deadline)))
          expect([...rows.values()]).toContainEqual(
            expect.objectContaining({ what: 'deadline', kind: context.deadline, at: context.dueAt }),
          )
    }),
    { numRuns: RUNS, endOnFailure: true, seed: SEED, examples: [[REVIEWED_TWICE], [SETTLED_LATE]] },
  ))

it('counts nothing twice: not a duplicate, and not a case that is replayed', () =>
  fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const once = await playOnce(history)
      played.delete(JSON.stringify(history))
      const twice = await play(history, 2)
      expect(inWords(twice.rows)).toEqual(inWords(once.rows))
      const before = new Map(once.rows)
      const { recordedAt = '' } = once.night.store.caseOf(KEY) as Case
      once.damageSnapshots()
      await once.night.engine.record([arrivedEvent(happens.delayNoted(recordedAt), 'after')])
      expect(once.night.store.entries(KEY).map(({ type }) => type)).toContain('machines.changed')
      expect(new Map(once.rows)).toEqual(before)
    }),
    { numRuns: RUNS, endOnFailure: true, seed: SEED, examples: [[REVIEWED_TWICE], [SETTLED_LATE]] },
  ))

it('counts what comes in one batch as what comes one by one', async () => {
  const story = [
    ...happens.gradedP2('20:00'),
    happens.arrived('20:20'),
    happens.graded('20:30', 'P1'),
    happens.arrived('20:40'),
    happens.dashSubmitted('20:50'),
    happens.dashReviewed('20:55', 'returned', { missing: ['injury'] }),
    happens.dashSubmitted('20:57'),
    happens.dashReviewed('20:58'),
  ].map((event) => happens.entered('21:00', event))
  const alone = countingNight()
  for (const event of story) await alone.night.go(event)
  const together = countingNight()
  together.night.store.setNow(happens.instant('21:00'))
  const outcomes = await together.night.engine.record(story.map((event, n) => arrivedEvent(event, `e${n}`)))
  expect(outcomes.map(({ status }) => status)).toEqual(story.map(() => 'accepted'))
  expect(codes(together.rows, 'attendance')).toEqual(['in-time', 'in-time'])
  expect(inWords(together.rows)).toEqual(inWords(alone.rows))
})

describe('a breach', () => {
  const breached = [...happens.gradedP2('20:00'), happens.deadlinePasses('attendance')]
  const became = async (...then: readonly happens.Happening[]) => {
    const { night, rows } = countingNight()
    for (const happening of [...breached, ...then]) {
      const outcome = await night.go(happening)
      if (outcome?.status === 'refused') throw new Error(JSON.stringify(outcome.problem))
    }
    return [...codes(rows, 'breach'), ...codes(rows, 'attendance')]
  }
  it.each([
    ['is open', [], ['open', 'late']],
    ['is not reassessed by a delay note', [happens.delayNoted('21:05')], ['open', 'late']],
    ['is reassessed in time', [happens.reassessed('21:10', 'd1')], ['reassessed', 'late']],
    ['is open and late', [happens.deadlinePasses('answer')], ['open-late', 'late']],
    ['is reassessed late', [happens.reassessed('21:20', 'd1')], ['reassessed-late', 'late']],
    ['ends with somebody who saw her', [happens.arrived('21:10')], ['seen-first', 'late']],
    ['ends late with somebody who saw her', [happens.arrived('21:20')], ['seen-first-late', 'late']],
    [
      'is open and late again, if its answer is found to explain',
      [happens.doubtful(happens.reassessed('21:10', 'd1')), happens.read('21:12', 6, 'explains')],
      ['open-late', 'late'],
    ],
    [
      'is reassessed late, if its answer was found to explain before',
      [
        happens.doubtful(happens.reassessed('21:10', 'd1')),
        happens.read('21:12', 6, 'explains'),
        happens.reassessed('21:14', 'd2'),
      ],
      ['reassessed-late', 'late'],
    ],
    [
      'ends late with somebody who saw her, if its answer was found to explain before',
      [happens.doubtful(happens.reassessed('21:10', 'd1')), happens.read('21:12', 6, 'explains'), happens.arrived('21:14')],
      ['seen-first-late', 'late'],
    ],
    [
      'ends late with somebody who saw her, if its answer is found to explain after that',
      [happens.doubtful(happens.reassessed('21:10', 'd1')), happens.arrived('21:12'), happens.read('21:14', 6, 'explains')],
      ['seen-first-late', 'late'],
    ],
    [
      'was no breach, if they were there in time',
      [happens.entered('21:10', happens.arrived('20:50'))],
      ['none-after-all', 'in-time'],
    ],
    [
      'is one again, if that visit failed',
      [happens.entered('21:10', happens.arrived('20:50', { victimSeen: false })), happens.attendanceFailed('21:11')],
      ['open', 'late'],
    ],
  ])('%s', async (_, then, expected) => expect(await became(...then)).toEqual(expected))

  it('keeps the grade that it had, beside the one that came after', async () => {
    const { night, rows } = countingNight()
    for (const happening of [...breached, happens.graded('21:05', 'P1'), happens.arrived('21:10')]) await night.go(happening)
    const waits = [...rows.values()].filter(({ what }) => what === 'attendance')
    expect(waits.map(({ priority, code }) => [priority, code])).toEqual([
      ['P2', 'late'],
      ['P1', 'in-time'],
    ])
  })
})

it('takes an arrival back that failed, until the next', async () => {
  const { night, rows } = countingNight()
  const wait = () => codes(rows, 'attendance')
  for (const event of [...happens.gradedP2('20:00'), happens.arrived('20:20', { victimSeen: false })]) await night.go(event)
  const begun = wait()
  await night.go(happens.attendanceFailed('20:25'))
  const failed = wait()
  await night.go(happens.deadlinePasses('attendance'))
  expect([begun, failed, wait()]).toEqual([['in-time'], ['open'], ['late']])
})

it('counts a DASH that is owed, excepted, made; its reviews, and how long they took', async () => {
  const { night, rows } = countingNight()
  const dash = () => rows.get('incident ')?.code
  const seen: unknown[] = []
  const go = async (...story: readonly happens.Happening[]) => {
    for (const happening of story) await night.go(happening)
    seen.push(dash())
  }
  await go(happens.reported('20:00'))
  await go(happens.thriveAssessed('20:01'), happens.graded('20:02', 'P2'), happens.arrived('20:20'))
  await go(happens.dashExcepted('20:30'))
  await go(happens.dashSubmitted('20:40'))
  expect(seen).toEqual(['not-due', 'owed', 'excepted', 'made'])
  await night.go(happens.entered('22:10', happens.dashReviewed('22:00')))
  expect(rows.get([...rows.keys()].find((name) => name.startsWith('dash-review')) ?? '')).toMatchObject({
    code: 'accepted',
    at: happens.instant('22:00'),
    minutes: 90,
  })
  expect(inWords(rows, 'deadline')).toEqual(['deadline dash-review in-time'])
})
