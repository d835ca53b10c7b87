import { wrongWith } from '../support/answers.ts'
import {
  arrived,
  callReceived,
  dashReviewed,
  dashSubmitted,
  doubtful,
  gradedP2,
  type Happening,
  instant,
  read as readBySecond,
  reassessed,
} from '../support/happenings.ts'
import { KEY, policyWith, startNight } from '../support/incident.ts'

const answers = { injury: { answer: 'yes', comment: 'Bruise.' }, financial: { answer: 'yes' }, weapons: { answer: 'not-known' } }
const first = dashSubmitted('21:00', 'medium', { tool: 'DASH', answers })
const attended = [...gradedP2('20:00'), arrived('20:30')]

async function read(...night: readonly Happening[]) {
  const { go, engine } = startNight()
  for (const happening of [...attended, ...night]) expect(await go(happening)).toMatchObject({ status: 'accepted' })
  const view = await engine.assessments(KEY, 'all')
  if (view === null) throw new Error('the incident was reported')
  return view
}

const keys = (topics: readonly { readonly topic: string }[] | undefined) => topics?.map(({ topic }) => topic)

it('is unknown for an incident that nobody reported, and an empty list before the first', async () => {
  expect(await startNight().engine.assessments(KEY, 'all')).toBeNull()
  expect((await read()).items).toEqual([])
})

it('shows the key factors, what was not asked and what was left open, and counts by the tool', async () => {
  const { items, risk } = await read(first)
  expect(items).toHaveLength(1)
  const [item] = items
  expect(item).toMatchObject({
    id: 'WK-1-as1',
    tool: { name: 'DASH', id: 'dash-2009', version: 1 },
    provisional: { grade: 'medium', author: { id: 'off-1' } },
    keyFactors: [{ topic: 'injury', number: 1, star: true, answer: 'yes', comment: 'Bruise.' }],
    leftOpen: [{ topic: 'weapons', answer: 'not-known' }],
    count: { present: 2, of: 27, visibleHighRiskFrom: 14, visibleHighRisk: false },
    difference: null,
    reviews: [],
    feedback: [],
  })
  expect(item?.missing).toHaveLength(24)
  expect(risk.grade).toBe('medium')
})

it('tells what is not as it was, with what has appeared first, and how each was reviewed', async () => {
  const changed = { injury: { answer: 'no' }, weapons: { answer: 'yes' }, breach: { answer: 'yes' } }
  const { items } = await read(
    first,
    dashReviewed('21:10', 'returned', { missing: ['weapons'] }),
    dashSubmitted('21:30', 'high', { tool: 'DASH', answers: changed }),
    dashReviewed('21:40'),
  )
  expect(items.map(({ id, reviews }) => [id, reviews.map(({ decision }) => decision)])).toEqual([
    ['WK-1-as2', ['accepted']],
    ['WK-1-as1', ['returned']],
  ])
  expect(items[0]?.difference).toEqual({
    incident: 'WK-1',
    since: 'WK-1-as1',
    grade: { was: 'medium', is: 'high' },
    comparable: true,
    answers: [
      { topic: 'weapons', number: 16, was: 'not-known', is: 'yes' },
      { topic: 'breach', number: 26, was: null, is: 'yes' },
      { topic: 'injury', number: 1, was: 'yes', is: 'no' },
      { topic: 'financial', number: 23, was: 'yes', is: null },
    ],
  })
})

it('keeps a specialist’s look at the first beside it, and compares no answers of different tools', async () => {
  const { items } = await read(first, dashSubmitted('22:00', 'high', { tool: 'DARA', secondaryTo: 'WK-1-as1', answers: {} }))
  expect(items[0]).toMatchObject({
    secondaryTo: 'WK-1-as1',
    count: null,
    difference: { since: 'WK-1-as1', grade: { was: 'medium', is: 'high' }, comparable: false, answers: [] },
  })
  expect(items[1]).toMatchObject({ id: 'WK-1-as1', secondaryTo: null })
})

it('shows a tool that an answer opened, asked or not', async () => {
  const stalked = { 'stalking-harassment': { answer: 'yes' }, 'third-party-threat': { answer: 'yes' } }
  const followUps = { 's-dash': { visits: { answer: 'yes' } } }
  const { items } = await read(dashSubmitted('21:00', 'medium', { tool: 'DASH', answers: stalked, followUps }))
  const [stalking, honour] = items[0]?.followUps ?? []
  expect([stalking?.tool.name, stalking?.openedBy, stalking?.asked, keys(stalking?.present)]).toEqual([
    'S-DASH',
    ['stalking-harassment'],
    true,
    ['visits'],
  ])
  expect([honour?.tool.name, honour?.asked, honour?.missing.length]).toEqual(['HBA', false, 8])
  expect(items[0]?.toSee).toContain('follow-up-missing')
})

it('is what the OpenAPI document says', async () => {
  const told = await read(first, dashReviewed('21:10', 'returned', { missing: ['weapons'] }), dashSubmitted('21:30', 'high'))
  expect(wrongWith('Assessments', told)).toBeNull()
  expect(wrongWith('Assessments', { ...told, items: [{}] })).not.toBeNull()
})

describe('the latest look at the risk', () => {
  const DOUBTED = { doubtBelow: 0.7, sample: 0, sampleWithin: 'PT24H' }
  const readNight = async (...night: readonly Happening[]) => {
    const { go, engine } = startNight(policyWith({ reassessment: DOUBTED }))
    for (const happening of [...gradedP2('20:00'), ...night]) expect(await go(happening)).toMatchObject({ status: 'accepted' })
    const view = await engine.assessments(KEY, 'all')
    expect(wrongWith('Assessments', view)).toBeNull()
    return view
  }

  it('is told as it was recorded, with its five answers and its texts', async () => {
    expect(await readNight()).toMatchObject({ thrive: { sequence: 2, at: instant('20:00') }, reassessed: null })
    const made = reassessed('20:10', null, { newInformation: 'He is on his way.' })
    const view = await readNight(callReceived('20:05'), made)
    expect(view?.reassessed).toMatchObject({
      ...{ at: instant('20:10'), assessor: { id: 'sup-1', role: 'supervisor' } },
      data: { newInformation: 'He is on his way.', situation: (made.data as { situation: object }).situation },
    })
  })

  it('is the latest by its time, and no reassessment that was set aside', async () => {
    const doubted = doubtful(reassessed('20:10', null, { newInformation: 'No unit is free.' }))
    const first = await readNight(reassessed('20:06', null, { newInformation: 'First.' }), doubted)
    expect(first?.reassessed?.data?.newInformation).toBe('No unit is free.')
    const sequence = first?.reassessed?.sequence ?? 0
    const aside = await readNight(
      reassessed('20:06', null, { newInformation: 'First.' }),
      doubted,
      readBySecond('20:20', sequence, 'explains'),
    )
    expect(aside?.reassessed?.data?.newInformation).toBe('First.')
  })
})
