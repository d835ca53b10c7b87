import { lookedAt, type Situation } from '../../machines/rules/catalogue/incident/situation.ts'
import type { BriefingView } from '../../src/engine/views/briefing.ts'
import { NOBODY } from '../rules/examples.ts'
import { wrongWith } from '../support/answers.ts'
import {
  acknowledged,
  arrived,
  but,
  callReceived,
  cancelledByCaller,
  closed,
  corrected,
  doubtful,
  entered,
  everythingDone,
  graded,
  type Happening,
  logNoted,
  reassessed,
  read as reassessmentRead,
  reported,
  resolvedByTelephone,
  suspectDealtWith,
  thriveAssessed,
  until,
} from '../support/happenings.ts'
import { KEY, startNight } from '../support/incident.ts'

async function read(...night: readonly Happening[]): Promise<BriefingView> {
  const { go, engine } = startNight()
  for (const happening of night) expect((await go(happening))?.status).not.toBe('refused')
  const briefing = await engine.briefing(KEY)
  if (briefing === null) throw new Error('the incident was reported')
  expect(wrongWith('Briefing', briefing)).toBeNull()
  return briefing
}

const report = reported('20:00', { flags: ['weapons'], children: ['P-3'] })
const first = thriveAssessed('20:02', {
  weapons: 'A kitchen knife, seen last week.',
  suspectWhereabouts: 'In a white van outside.',
  communicationNeeds: 'Deaf: text, do not ring.',
  childrenAnswer: 'A daughter of eight, upstairs.',
  peopleAtRisk: [{ who: 'The caller', from: 'Former partner', where: 'Bathroom' }],
})

it('is there from the report on, and of no incident that nobody reported', async () => {
  expect(await startNight().engine.briefing(KEY)).toBeNull()
  expect(await read(report)).toMatchObject({
    firstWords: 'Caller says her former partner is outside and shouting.',
    location: { address: '1 Fictional Row' },
    people: [{ role: 'victim' }, { role: 'child', personRef: 'P-3' }],
    children: { known: 1, asked: null, answer: null },
    flags: ['weapons'],
    highRiskFlags: ['weapons'],
    ...{ thrive: null, reassessed: null, interimRisk: null, safeContact: {}, historyChecks: null, since: [], supervisors: [] },
  })
})

it('tells what an officer must know before the door opens', async () => {
  expect(await read(report, first, graded('20:03', 'P2'), suspectDealtWith('20:04', 'outstanding'))).toMatchObject({
    ...{ priority: 'P2', attendBy: '2026-11-20T21:00:00.000Z', weapons: 'A kitchen knife, seen last week.' },
    children: { known: 1, asked: true, answer: 'A daughter of eight, upstairs.' },
    suspect: { whereabouts: 'In a white van outside.', dealtWith: 'outstanding' },
    peopleAtRisk: [{ who: 'The caller', from: 'Former partner', where: 'Bathroom' }],
    safeContact: { phone: '07700900001', safeTimes: 'any', codeword: 'parcel' },
    communicationNeeds: 'Deaf: text, do not ring.',
    historyChecks: { done: ['repeat', 'markers', 'orders', 'marac'] },
    interimRisk: { by: 'thrive.assessed', text: 'He may force the door before officers arrive.' },
    thrive: { assessor: { id: 'ch-1' }, gaps: [] },
  })
})

it('says when each thing was said last', async () => {
  const later = thriveAssessed('20:20', { interimRisk: '', safeContact: { phone: '07700900002' }, historyChecks: {} })
  const at = '2026-11-20T20:02:00.000Z'
  expect((await read(report, first, later)).saidAt).toEqual({
    ...{ weapons: at, childrenAnswer: at, suspectWhereabouts: at, peopleAtRisk: at, communicationNeeds: at, historyChecks: at },
    ...{ safetyAdvice: '2026-11-20T20:20:00.000Z', safeContact: '2026-11-20T20:20:00.000Z' },
  })
  expect((await read(report)).saidAt).toEqual({})
})

it('a later assessment that says less takes nothing away, and its gaps stay until they are mended', async () => {
  const later = thriveAssessed('20:20', { interimRisk: '', safeContact: { phone: '07700900002' }, historyChecks: {} })
  const thin = await read(report, first, later)
  expect(thin).toMatchObject({
    weapons: 'A kitchen knife, seen last week.',
    safeContact: { phone: '07700900002', safeTimes: 'any', codeword: 'parcel' },
    historyChecks: { done: ['repeat', 'markers', 'orders', 'marac'] },
    interimRisk: { text: 'He may force the door before officers arrive.' },
  })
  expect(thin.thrive?.gaps.map(({ code }) => code)).toEqual(['interim-risk-missing', 'history-checks-missing'])
  expect((await read(report, first, later, thriveAssessed('20:30'))).thrive?.gaps).toEqual([])
})

const found = lookedAt('2026-11-20T20:10:00.000Z').situation
const lost: Situation = { ...found, suspect: NOBODY, canReach: 'unknown', changed: ['location'] }

it('tells where the two are as it was found last, when, by what, and since when it is not known', async () => {
  const unsaid = await read(report, first)
  expect(unsaid.situation).toBeNull()
  expect(unsaid).not.toHaveProperty('unknownSince')
  const thrive = thriveAssessed('20:12', { situation: { ...found, protects: undefined } })
  expect(await read(report, thrive)).toMatchObject({
    situation: {
      ...{ at: '2026-11-20T20:12:00.000Z', from: 'thrive.assessed', sequence: 3 },
      suspect: { where: 'nearby', source: 'victim', knownAt: '2026-11-20T20:10:00.000Z' },
      protects: ['unknown'],
    },
    unknownSince: { protects: '2026-11-20T20:00:00.000Z' },
  })
  const briefing = await read(report, thrive, graded('20:13', 'P2'), reassessed('20:30', null, { situation: lost }))
  expect(briefing.situation).toMatchObject({
    from: 'risk.reassessed',
    suspect: { ...NOBODY, knownAt: null },
    canReach: 'unknown',
  })
  expect(briefing.unknownSince).toEqual({ suspect: '2026-11-20T20:10:00.000Z', canReach: '2026-11-20T20:12:00.000Z' })
})

it('stands in the incident too', async () => {
  const { go, engine } = startNight()
  for (const happening of [report, graded('20:03', 'P2'), reassessed('20:30', null, { situation: lost })]) await go(happening)
  const unknownSince = { suspect: '2026-11-20T20:00:00.000Z', canReach: '2026-11-20T20:00:00.000Z' }
  const view = await engine.view(KEY)
  expect(view?.risk).toMatchObject({ situation: { from: 'risk.reassessed', canReach: 'unknown' }, unknownSince })
  expect(wrongWith('Incident', view)).toBeNull()
})

it('tells what came since, newest first, how the risk was looked at again, and which supervisors know', async () => {
  const briefing = await read(
    ...[report, first, graded('20:03', 'P2'), callReceived('20:30'), logNoted('20:40', true), until('21:00')],
    acknowledged('21:02', 'attendance-overdue'),
    reassessed('21:05', 'd1', { also: ['d2', 'd3'] }),
  )
  expect(briefing.since.map(({ by }) => by)).toEqual(['risk.reassessed', 'log.noted', 'call.received'])
  expect(briefing.interimRisk).toMatchObject({ by: 'risk.reassessed', text: 'He could arrive before officers do at 21:05.' })
  expect(briefing.reassessed?.elements).toContainEqual(expect.objectContaining({ element: 'threat', change: 'increased' }))
  expect(briefing.supervisors.map(({ by, how }) => [by.id, how])).toEqual([
    ['sup-1', 'has-the-alert'],
    ['sup-1', 'reassessed'],
  ])
})

it('tells of no reassessment that a second person found to explain', async () => {
  const night = [report, first, graded('20:03', 'P2'), callReceived('20:30'), reassessed('20:31', 'd1')]
  const again = [callReceived('20:40'), doubtful(reassessed('20:41', 'd2'))]
  expect((await read(...night, ...again)).reassessed?.at).toBe('2026-11-20T20:41:00.000Z')
  const aside = await read(...night, ...again, reassessmentRead('20:45', 7, 'explains'))
  expect(aside.reassessed?.at).toBe('2026-11-20T20:31:00.000Z')
  expect(aside.interimRisk).toMatchObject({ text: 'He could arrive before officers do at 20:31.' })
  expect(aside.supervisors.map(({ at }) => at)).toEqual(['2026-11-20T20:31:00.000Z'])
  expect(aside.since).toContainEqual({
    at: '2026-11-20T20:41:00.000Z',
    by: 'risk.reassessed',
    text: expect.stringMatching(/^From a reassessment that was set aside, because it explained the delay: .+ 20:41\.$/),
  })
  expect((await read(...night, ...again, reassessmentRead('20:45', 7, 'assesses'))).reassessed?.at).toBe(
    '2026-11-20T20:41:00.000Z',
  )
})

it('tells that the car was late before, also when a higher grade has set a new time', async () => {
  const late = [report, first, graded('20:03', 'P2'), until('21:00')]
  const breached = [{ priority: 'P2', dueAt: '2026-11-20T21:00:00.000Z' }]
  expect(await read(...late)).toMatchObject({ attendBy: '2026-11-20T21:00:00.000Z', breaches: breached })
  expect(await read(...late, graded('21:10', 'P1'))).toMatchObject({ attendBy: '2026-11-20T21:25:00.000Z', breaches: breached })
  expect(await read(...late, entered('21:12', arrived('20:58')))).toMatchObject({ breaches: [] })
  expect(await read(report, first, graded('20:03', 'P2'))).toMatchObject({ breaches: [] })
})

it('tells when somebody came, and that the incident is closed', async () => {
  expect(await read(report, first, graded('20:03', 'P2'))).toMatchObject({ attendedAt: null, closed: false })
  const onTelephone = await read(report, first, graded('20:03', 'P2'), resolvedByTelephone('20:10'))
  expect(onTelephone).toMatchObject({ attendedAt: null, resolvedByTelephoneAt: '2026-11-20T20:10:00.000Z' })
  const over = [...everythingDone, closed('20:50')]
  expect(await read(...over)).toMatchObject({ attendedAt: expect.stringMatching(/^2026-11-20T20:/), closed: true })
})

it('tells of the report as it was corrected, and what each correction replaced', async () => {
  const briefing = await read(
    report,
    corrected('20:10', { location: { address: '11 Fictional Row', postcode: 'CV99 1ZZ' } }),
    corrected('20:12', {
      location: undefined,
      persons: [
        { role: 'victim', personRef: 'P-1', phone: '07700 900002' },
        { role: 'suspect', personRef: 'P-2' },
      ],
    }),
  )
  expect(briefing.location).toEqual({ address: '11 Fictional Row', area: 'urban', postcode: 'CV99 1ZZ' })
  expect(briefing.people).toEqual([
    { role: 'victim', personRef: 'P-1', phone: '07700 900002' },
    { role: 'child', personRef: 'P-3' },
    { role: 'suspect', personRef: 'P-2' },
  ])
  expect(briefing.corrected.map(({ field, was, is }) => [field, was, is])).toEqual([
    ['location.address', '1 Fictional Row', '11 Fictional Row'],
    ['location.postcode', null, 'CV99 1ZZ'],
    ['victim P-1 phone', null, '07700 900002'],
    ['suspect P-2 personRef', null, 'P-2'],
  ])
})

it('tells what hidden harm an arrival found, and who no longer wants police', async () => {
  const { since } = await read(
    report,
    cancelledByCaller('20:10'),
    but(arrived('20:20'), { hiddenHarm: { lookedFor: ['injuries', 'control'], found: ['control'] } }),
    but(arrived('20:25'), { hiddenHarm: { lookedFor: ['injuries'], found: [] } }),
  )
  expect(since.map(({ text }) => text)).toEqual([
    'Hidden harm found: control.',
    'victim: She says that he has gone and that she wants nobody to come.',
  ])
})
