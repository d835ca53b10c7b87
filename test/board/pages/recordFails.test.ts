/** What a form says when the API fails: nothing that was typed is lost, and sending again is safe. */
import type { ProblemCode } from '../../../src/api/problems.ts'
import { ApiRefused } from '../../../src/board/ask.ts'
import type { LaidOut, Node } from '../../../src/board/forms/node.ts'
import { record } from '../../../src/board/pages/record/index.ts'
import type { Visit } from '../../../src/board/visit.ts'
import type { Refusal } from '../../../src/board/words/refused.ts'

interface Shown {
  readonly refused: Refusal
  readonly errors: LaidOut['errors']
  readonly form: { readonly id: string; readonly nodes: readonly Node[] }
}

const refusedWith = (code: ProblemCode, status: number, more: object = {}) =>
  new ApiRefused({
    type: `https://reassess.example/problems/${code}`,
    title: '',
    status,
    detail: 'Nothing was recorded.',
    ...more,
  })

/** @param fails what each question to the API ends in. */
async function send(fails: { readonly read?: Error; readonly write: Error }) {
  const fields = new URLSearchParams({
    csrf: 'c',
    id: 'form-1',
    '/data/unit': 'B12',
    '/data/reason': 'Immediate call elsewhere.',
  })
  const shown: { model: Shown; status: number | undefined }[] = []
  const visit = {
    req: { params: { ref: 'WK-1', event: 'unit.diverted' }, query: {}, path: '/incidents/WK-1/record/unit.diverted' },
    res: {},
    me: { posts: ['unit.diverted'], force: 'warwickshire', reads: {} },
    who: { person: { id: 'ch-1', role: 'control-room' } },
    clock: { now: () => Date.parse('2026-11-20T21:00:00Z') },
    api: {
      get: async () => {
        throw fails.read ?? refusedWith('restricted', 403)
      },
      send: async () => {
        throw fails.write
      },
    },
    form: async () => fields,
    show: (_: string, model: Shown, { status }: { status?: number }) => shown.push({ model, status }),
  } as unknown as Visit
  await record.post?.(visit)
  const [answer] = shown
  if (answer === undefined) throw new Error('nothing was shown')
  return answer
}

const typedIn = ({ form }: Shown) => Object.fromEntries(form.nodes.map(({ name, values }) => [name, values[0]]))

it.each([
  ['the record cannot be written', refusedWith('record-unavailable', 503), 503, 'Not recorded yet'],
  ['too much is waiting', refusedWith('too-busy', 429), 429, 'Not recorded yet'],
  ['the API failed', refusedWith('internal-error', 500), 500, 'Not known whether it was recorded'],
  ['no answer came', new Error('socket hang up'), 503, 'Not known whether it was recorded'],
])('when %s it keeps all of it and says that sending again is safe', async (_, write, status, title) => {
  const answer = await send({ write })
  expect(answer.status).toBe(status)
  expect(answer.model.refused.title).toBe(title)
  expect(answer.model.refused.next).toContain('it is recorded once, however often you send it')
  expect(answer.model.form.id).toBe('form-1')
  expect(typedIn(answer.model)).toMatchObject({ '/data/unit': 'B12', '/data/reason': 'Immediate call elsewhere.' })
})

it('keeps it also where the incident cannot be read', async () => {
  const away = refusedWith('record-unavailable', 503)
  const { model } = await send({ read: away, write: away })
  expect(typedIn(model)).toMatchObject({ '/data/reason': 'Immediate call elsewhere.' })
})

it('says in words what stands in the way', async () => {
  const blockers = [{ code: 'dash-missing', detail: 'No DASH has been submitted: post dash.submitted.' }]
  const { model } = await send({ write: refusedWith('closure-blocked', 422, { blockers }) })
  expect(model.errors).toEqual([{ text: 'No DASH has been submitted: record “DASH submitted”.', href: null }])
})

it('leads to the nearest field of what the API points at', async () => {
  const errors = [
    { pointer: '/data/reason', detail: 'must not be empty' },
    { pointer: '/data/unit/0/name', detail: 'must be text' },
    { pointer: '/subject', detail: 'must be shorter' },
  ]
  const { model } = await send({ write: refusedWith('invalid-event', 422, { errors }) })
  expect(model.errors).toEqual([
    { text: 'Enter an answer: Why the unit was diverted', href: '#data.reason' },
    { text: 'Unit: must be text', href: '#data.unit' },
    { text: 'Must be shorter.', href: null },
  ])
})

it.each<[ProblemCode, number, string]>([
  ['event-id-reused', 409, 'urn:reassess:board has already posted another event under the id form-1.'],
  ['payload-too-large', 413, 'At most 262144 bytes of application/cloudevents+json.'],
])('says %s in its own words, and not in those of the API', async (code, status, detail) => {
  const { model } = await send({ write: refusedWith(code, status, { detail }) })
  expect([model.errors, typedIn(model)['/data/unit']]).toEqual([[], 'B12'])
})
