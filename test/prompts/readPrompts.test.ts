import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventSchemas } from '../../machines/rules/events.ts'
import { promptsWith } from '../../src/prompts/readPrompts.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reassess-prompts-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (text: string) => writeFileSync(join(folder, 'ours.yaml'), text)
const pack = (rest: string) => `schema: reassess/prompts/v1\nscenario: firearms\nname: Ours\n${rest}`

it('comes with the scenarios that an inspection asked for, and a domestic abuse pack that asks for what matters', () => {
  const packs = promptsWith(null)
  expect(packs.map(({ scenario }) => scenario)).toEqual([
    ...['domestic-abuse', 'firearms', 'honour-based-abuse', 'mental-health', 'missing-person', 'stalking'],
  ])
  const keys = packs[0]?.prompts.map(({ key }) => key)
  for (const key of ['children', 'weapons', 'strangulation', 'separation', 'pregnancy', 'orders', 'codeword', 'safe-contact'])
    expect(keys).toContain(key)
  const advice = packs.find(({ scenario }) => scenario === 'mental-health')?.prompts.map(({ field }) => field)
  expect(advice).toEqual(
    expect.arrayContaining(['/data/adviceLine/organisation', '/data/adviceLine/at', '/data/adviceLine/advice']),
  )
})

it('every answer has a place in a THRIVE', () => {
  const places = new Set(Object.keys(eventSchemas['thrive.assessed'].shape))
  for (const { field } of promptsWith(null).flatMap(({ prompts }) => prompts))
    if (field !== undefined) expect(places).toContain(field.split('/')[2])
})

it('a file of the force takes the place of the shipped one of its scenario, or adds one', () => {
  write(pack('prompts: [{ key: seen, ask: What do you see? }]'))
  expect(promptsWith(folder).find(({ scenario }) => scenario === 'firearms')).toMatchObject({
    name: 'Ours',
    prompts: [{ key: 'seen' }],
  })
  expect(promptsWith(folder)).toHaveLength(promptsWith(null).length)
  write(pack('prompts: [{ key: seen, ask: What do you see? }]').replace('firearms', 'flood'))
  expect(promptsWith(folder).map(({ scenario }) => scenario)).toContain('flood')
})

it.each([
  ['a prompt that asks nothing', 'prompts: [{ key: seen, ask: "" }]', /ours\.yaml:4:24 prompts\.0\.ask: must not be empty/],
  ['a doubled key', 'prompts: [{ key: a, ask: A? }, { key: a, ask: B? }]', /prompts: must name each prompt once/],
  ['a field that is no pointer', 'prompts: [{ key: a, ask: A?, field: weapons }]', /prompts\.0\.field: must be a JSON pointer/],
  ['an unknown word', 'prompts: [{ key: a, ask: A?, ansver: b }]', /prompts\.0\.ansver: there is no such field/],
  ['no YAML', 'prompts: [', /ours\.yaml:\d+:\d+ /],
])('%s stops the start with the file and the place', (_, rest, said) => {
  write(pack(rest))
  expect(() => promptsWith(folder)).toThrow(expect.objectContaining({ code: 'bad-file', message: expect.stringMatching(said) }))
})

it('a folder that is not there stops the start', () =>
  expect(() => promptsWith(join(folder, 'nowhere'))).toThrow(expect.objectContaining({ code: 'bad-file' })))
