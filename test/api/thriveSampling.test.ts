/** Supervisors' sampling from the outside, on a real PostgreSQL: a report, a THRIVE, the draw, a score, the agreement. */
import type { EventName } from '../../machines/rules/events.ts'
import type { Role } from '../../machines/rules/vocabulary.ts'
import { LIMITS } from '../../src/api/limits.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import { openApiDocument } from '../../src/api/openapi/index.ts'
import type { AgreementView } from '../../src/engine/measures/agreement.ts'
import type { SampleItem } from '../../src/engine/measures/thriveSampling.ts'
import { wrongWith } from '../support/answers.ts'
import { changeOf } from '../support/changes.ts'
import { type Client, event } from '../support/client.ts'
import { policyWith } from '../support/incident.ts'
import { ALL_ROLES, serveRecord } from '../support/servedRecord.ts'
import { useStore } from '../support/store.ts'

interface Drawn {
  readonly recorded: number
  readonly checks: readonly { readonly check: string }[]
  readonly items: readonly SampleItem[]
}

const $ = useStore()
const document = openApiDocument(LIMITS)

const JULY = 'from=2026-07-01T00:00:00Z&to=2026-08-01T01:00:00%2B01:00'
const assessment = exampleEvent('thrive.assessed').data as object

let api: Client
let stop: () => Promise<void>
beforeAll(async () => {
  const served = await serveRecord($.store, policyWith(), ALL_ROLES)
  api = served.api
  stop = served.stop

  const past = (recordedAt: string, at = recordedAt) => ({
    entries: [{ type: 'thrive.assessed', at, recordedAt, content: JSON.stringify(assessment) }],
  })
  await $.store.commit([
    ...Array.from({ length: 25 }, (_, n) => changeOf(`J${n}`, 0, past(`2026-07-${10 + (n % 10)}T22:00:00.000Z`))),
    changeOf('ENTERED-LATE', 0, past('2026-07-01T08:00:00.000Z', '2026-06-30T21:00:00.000Z')),
    changeOf('ENTERED-LATER', 0, past('2026-08-01T00:00:00.000Z', '2026-07-31T21:00:00.000Z')),
  ])
})
afterAll(() => stop())

const sample = (query: string, role: Role = 'supervisor') => api.get<Drawn>(`/v1/thrive-sample?${query}`, role)
const names = ({ items }: Drawn) => items.map(({ incident }) => incident)

describe('a sample', () => {
  it('is the same for two who ask, and another for another seed', async () => {
    const drawn = await sample(`seed=july-2026&${JULY}&size=8`)
    expect(new Set(names(drawn)).size).toBe(8)
    expect(names(await sample(`seed=july-2026&${JULY}&size=8`, 'auditor'))).toEqual(names(drawn))
    expect(names(await sample(`seed=july-2027&${JULY}&size=8`))).not.toEqual(names(drawn))
  })

  it('holds what was recorded in the period, whenever it happened', async () => {
    const drawn = await sample(`seed=x&${JULY}&size=100`)
    expect([drawn.recorded, drawn.items.length]).toEqual([26, 26])
    expect(names(drawn)).toContain('ENTERED-LATE')
    expect(names(drawn)).not.toContain('ENTERED-LATER')
    expect(names(await sample('seed=x&from=2026-08-01T00:00:00Z&to=2026-09-01T00:00:00Z'))).toEqual(['ENTERED-LATER'])
  })

  it('shows the text to be scored and what to score it by, and nothing that the rubric found', async () => {
    const drawn = await sample(`seed=x&${JULY}`)
    expect(drawn.items).toHaveLength(20)
    expect(drawn.items[0]?.assessment).toMatchObject(assessment)
    expect(wrongWith('ThriveSample', drawn)).toBeNull()
    expect(Object.keys(drawn.items[0] ?? {}).sort()).toEqual(
      ['assessment', 'at', 'id', 'incident', 'recordedAt', 'sequence', 'source'].sort(),
    )
  })

  it.each([
    [`seed=x&from=2026-07-01T00:00:00Z&to=2999-01-01T00:00:00Z`, ['/to']],
    [`seed=x&from=2026-07-01T00:00:00Z&to=${new Date().toISOString()}`, ['/to']],
    [`seed=x&from=2026-08-01T00:00:00Z&to=2026-08-01T00:00:00Z`, ['/to']],
    [JULY, ['/seed']],
    [`seed=two%20words&${JULY}&size=101&colour=red`, ['/seed', '/size', '/colour']],
    ['seed=x&from=July&to=2026-08-01', ['/from', '/to']],
  ])('is refused with ?%s', async (query, pointers) => {
    const answer = await api.ask(`/v1/thrive-sample?${query}`)
    const { type, errors } = (await answer.json()) as { type: string; errors: { pointer: string }[] }
    expect([answer.status, type.split('/').at(-1), errors.map(({ pointer }) => pointer)]).toEqual([
      422,
      'invalid-query',
      pointers,
    ])
  })

  it('is no concern of the control room', async () => {
    const answers = await Promise.all(
      ['sample?seed=x&', 'agreement?'].map((read) => api.ask(`/v1/thrive-${read}${JULY}`, 'control-room')),
    )
    expect(answers.map(({ status }) => status)).toEqual([403, 403])
  })
})

describe('scores', () => {
  const post = async (role: Role, name: EventName, reference: string, data = {}) => {
    const answer = await api.post(role, event(name, reference, data))
    return [answer.code, answer.problem, ...(answer.body.errors ?? []).map(({ pointer }) => pointer)]
  }
  const score = (reference: string, by: string, data: object) =>
    post('supervisor', 'thrive.scored', reference, {
      ...{ thrive: 2, missing: undefined, note: undefined },
      scorer: { id: by, role: 'sergeant' },
      ...data,
    })
  const fine = [201, null]
  const since = new Date(Date.now() - 60_000).toISOString()
  const agreement = () =>
    api.get<AgreementView>(`/v1/thrive-agreement?from=${since}&to=${new Date(Date.now() + 60_000).toISOString()}`, 'auditor')

  it('are empty at first, and then there is no agreement to speak of', async () => {
    const none = await agreement()
    expect(none).toMatchObject({ recorded: 0, compared: 0, kappa: null, observedAgreement: null, checks: [] })
    expect(none.adequate).toEqual({ rubric: null, person: null })
    expect(wrongWith('ThriveAgreement', none)).toBeNull()
  })

  it('say with those of the rubric how far both agree, and on what they part', async () => {
    const whole = {}
    const thin = { interimRisk: '', safetyAdvice: '' }
    const night: [string, object, object][] = [
      ['WK-1', whole, { adequate: true }],
      ['WK-2', whole, { adequate: false, missing: ['investigation-action'] }],
      ['WK-3', thin, { adequate: false, missing: ['interim-risk', 'threat'] }],
      ['WK-4', thin, { adequate: true }],
      ['WK-5', whole, { adequate: true }],
    ]
    for (const [reference, said, verdict] of night) {
      expect(await post('control-room', 'incident.reported', reference)).toEqual(fine)
      expect(await post('control-room', 'thrive.assessed', reference, said)).toEqual(fine)
      expect(await score(reference, 'sup-1', verdict)).toEqual(fine)
    }
    // A second look is kept and shown; it is the first one that was compared.
    expect(await score('WK-1', 'sup-2', { adequate: false, note: 'It is about the wrong caller.' })).toEqual(fine)

    const shown = await agreement()
    expect(shown).toMatchObject({
      ...{ recorded: 5, scores: 6, compared: 5, notComparable: 0 },
      table: { bothAdequate: 2, onlyRubricAdequate: 1, onlyPersonAdequate: 1, bothInadequate: 1 },
      adequate: { rubric: 0.6, person: 0.6 },
      observedAgreement: 0.6,
    })
    // (0.6 - 0.52) / (1 - 0.52)
    expect(shown.kappa).toBeCloseTo(1 / 6, 10)
    expect(shown.checks).toEqual([
      { check: 'safety-advice', both: 0, rubricOnly: 2, personOnly: 0 },
      { check: 'interim-risk', both: 1, rubricOnly: 1, personOnly: 0 },
      { check: 'investigation-action', both: 0, rubricOnly: 0, personOnly: 1 },
      { check: 'threat', both: 0, rubricOnly: 0, personOnly: 1 },
    ])
    expect(wrongWith('ThriveAgreement', shown)).toBeNull()
  })

  it('are refused where they are wrong, and change nothing on the incident', async () => {
    const before = await api.incident('WK-3')
    expect(before.thriveGaps.map(({ code }) => code)).toEqual(['interim-risk-missing', 'safety-advice-missing'])
    expect(await score('WK-3', 'ch-1', { adequate: true })).toEqual([422, 'invalid-event', '/data/scorer/id'])
    expect(await score('WK-3', 'sup-1', { adequate: true })).toEqual([422, 'invalid-event', '/data/scorer/id'])
    expect(await score('WK-3', 'sup-3', { thrive: 1, adequate: true })).toEqual([422, 'invalid-event', '/data/thrive'])
    expect(await score('WK-3', 'sup-3', { adequate: false })).toEqual([422, 'invalid-event', '/data/missing'])
    expect(await score('WK-3', 'sup-3', { thrive: 'first', adequate: true })).toEqual([422, 'invalid-event', '/data/thrive'])
    expect(await post('control-room', 'thrive.scored', 'WK-3')).toEqual([403, 'forbidden'])
    expect(await score('WK-3', 'sup-3', { adequate: true })).toEqual(fine)
    expect(await api.incident('WK-3')).toEqual({ ...before, version: before.version + 1 })
  })

  it('of one person are one, also when they are posted twice at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => score('WK-4', 'sup-4', { adequate: true })))
    expect(answers.filter(([code]) => code === 201)).toHaveLength(1)
    expect(answers.filter(([code]) => code === 422)).toHaveLength(5)
  })

  it('leave out what can no longer be compared, and say so', async () => {
    await $.database.query(
      `delete from reassess.contents s using reassess.cases c where s.case_id = c.id and c.reference = 'WK-5' and s.sequence = 2`,
    )
    expect(await agreement()).toMatchObject({ compared: 4, notComparable: 1, table: { bothAdequate: 1 } })
  })
})

it('is in the OpenAPI document with examples that are right by it', () => {
  for (const [path, component] of [
    ['/v1/thrive-sample', 'ThriveSample'],
    ['/v1/thrive-agreement', 'ThriveAgreement'],
  ] as const) {
    const answer = document.paths[path]?.get?.responses['200'] as unknown as {
      content: { 'application/json': { example: unknown } }
    }
    expect([path, wrongWith(component, answer.content['application/json'].example)]).toEqual([path, null])
  }
})
