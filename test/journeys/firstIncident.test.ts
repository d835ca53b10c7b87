/** The first minutes of somebody new: what `docs/first-incident.md` has them paste does what the page says, on another port. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPlace, type Place, type Server } from '../support/server.ts'

let place: Place
let server: Server
let folder: string
beforeAll(async () => {
  place = await createPlace(readFileSync('src/policies/default-england-wales.yaml', 'utf8'))
  server = await place.start()
  folder = mkdtempSync(join(tmpdir(), 'reassess-readme-'))
  symlinkSync(place.dataDir, join(folder, '.data'))
})
afterAll(async () => {
  await place.remove()
  rmSync(folder, { recursive: true })
})

interface Answer {
  readonly status?: string | number
  readonly type?: string
  readonly state?: { readonly attendance: string; readonly risk: string }
  readonly demands?: readonly { readonly id: string; readonly status: string }[]
  readonly warnings?: readonly { readonly code: string }[]
  readonly errors?: readonly { readonly pointer: string; readonly code?: string }[]
  readonly deadlines?: readonly { readonly name: string; readonly dueAt: string; readonly status: string }[]
  readonly alerts?: readonly { readonly kind: string; readonly status: string }[]
  readonly items?: readonly { readonly code: string }[]
}

it('reports, grades, explains, is refused, and answers the demand', () => {
  const page = readFileSync('docs/first-incident.md', 'utf8')
  const pasted = [...page.matchAll(/```sh\n(.*?)```/gs)].map(([, text]) => text).join('\n')
  const env = { ...process.env, PORT: new URL(server.url).port }
  const said = execFileSync('bash', ['-eu', '-c', pasted], { cwd: folder, env, encoding: 'utf8' })
  const answers = said
    .trim()
    .split('\n')
    .map((line): Answer => JSON.parse(line))
  const [reported, graded, explained, refused, excuse, answered, briefing, incident, refusals] = answers
  expect(answers).toHaveLength(9)
  expect(reported?.deadlines?.map(({ name }) => name)).toEqual(['thrive', 'grading', 'crime-recording'])
  expect(graded).toMatchObject({
    state: { attendance: 'overdue.unassigned', risk: 'demanded' },
    demands: [{ id: 'WK-1-d1', status: 'open' }],
  })
  expect(explained).toMatchObject({ status: 'accepted', warnings: [{ code: 'demand-still-open' }] })
  expect([refused?.status, refused?.errors?.map(({ pointer }) => pointer)]).toEqual([
    422,
    expect.arrayContaining([
      '/data/victimContact/attempted',
      '/data/situation/suspect/where',
      '/data/situation',
      '/data/thrive/threat/change',
      '/data/interimRisk',
      '/data/nextReviewAt',
    ]),
  ])
  expect(refused?.errors?.find(({ code }) => code === 'nothing-looked-at')?.pointer).toBe('/data/situation')
  expect([excuse?.status, excuse?.type]).toEqual([422, expect.stringMatching(/explains-delay-not-risk$/)])
  expect(answered).toMatchObject({
    state: { attendance: 'waiting.unassigned' },
    demands: [{ id: 'WK-1-d1', status: 'answered' }],
  })
  const review = answered?.deadlines?.find(({ name }) => name === 'next-review')
  expect(Math.round((Date.parse(review?.dueAt ?? '') - Date.now()) / 60_000)).toBe(10)
  expect(briefing).toMatchObject({
    ...{ priority: 'P1', interimRisk: { by: 'risk.reassessed' } },
    ...{ situation: { from: 'risk.reassessed', canReach: 'yes' }, unknownSince: {} },
  })
  expect(incident?.alerts?.filter(({ status }) => status === 'open').map(({ kind }) => kind)).toContain('attendance-overdue')
  expect(refusals?.items?.map(({ code }) => code)).toEqual(['explains-delay-not-risk', 'reassessment-incomplete'])
})
