import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readPolicy } from '../../src/policies/readPolicy.ts'
import { shippedTools, toolsWith, topicLabelsWith, wordingIn } from '../../src/tools/readTools.ts'
import { SMALL } from '../support/policies.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reassess-tools-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const OURS = `schema: reassess/tool/v1
id: dara
version: 2
name: DARA
scale: { never: absent, often: present }
topics:
  - { number: 1, section: now, key: fear }
`
const write = (text: string) => writeFileSync(join(folder, 'ours.yaml'), text)

it('lays a tool of the force over the shipped one, and leaves the others', () => {
  write(OURS)
  const tools = toolsWith(folder)
  expect(Object.keys(tools).sort()).toEqual(Object.keys(shippedTools()).sort())
  expect(tools.dara).toMatchObject({ version: 2, topics: [{ key: 'fear', number: 1 }] })
  expect(tools['dash-2009']).toBe(shippedTools()['dash-2009'])
})

it.each<[string, string, RegExp]>([
  [
    'an unknown field',
    OURS.replace('name: DARA', 'name: DARA\nwordings: x'),
    /ours\.yaml:5:\d+ wordings: there is no such field/,
  ],
  [
    'a number given twice',
    `${OURS}  - { number: 1, section: now, key: harm }\n`,
    /ours\.yaml:6:1 topics: must give each number once/,
  ],
  ['a key that is no key', OURS.replace('key: fear', 'key: How afraid?'), /ours\.yaml:7:32 topics\.0\.key: must be lower-case/],
  [
    'a scale on which nothing is present',
    OURS.replace('often: present', 'often: absent'),
    /ours\.yaml:5:\d+ scale: needs an answer/,
  ],
  ['a scale that calls a refusal a no', OURS.replace('never: absent', 'refused: absent'), /scale: must not name/],
  ['no YAML', 'a: [', /ours\.yaml:\d+:\d+ /],
])('names %s by its line', (_, text, message) => {
  write(text)
  expect(() => toolsWith(folder)).toThrow(message)
})

it('gives the wording of a licensed file beside the tool, which is the same tool with it or without', () => {
  write(OURS.replace('key: fear', 'key: fear, wording: How afraid are you?'))
  const worded = toolsWith(folder)
  expect(wordingIn(folder)).toEqual({ dara: { fear: 'How afraid are you?' } })
  expect(JSON.stringify(worded)).not.toContain('afraid')
  write(OURS)
  expect(toolsWith(folder)).toEqual(worded)
  expect(wordingIn(null)).toEqual({})
})

it('calls every shipped topic something, which is no part of what a case pins', () => {
  const labels = topicLabelsWith(null)
  const nameless = Object.values(shippedTools()).flatMap(({ id, topics }) => topics.filter(({ key }) => !labels[id]?.[key]))
  expect(nameless).toEqual([])
  expect(JSON.stringify(shippedTools())).not.toContain('What the victim fears')
  write(OURS.replace('key: fear', 'key: fear, label: Fear'))
  expect(topicLabelsWith(folder).dara).toEqual({ fear: 'Fear' })
})

it('says that a folder is not there', () => expect(() => toolsWith(join(folder, 'no'))).toThrow(/cannot be read \(ENOENT\)/))

it('pins the tools with the policy: the same file with other tools is other content', () => {
  const hashOf = (text: string, tools?: Parameters<typeof readPolicy>[1]) => {
    const read = readPolicy(text, tools)
    return read.ok ? read.hash : JSON.stringify(read.mistakes)
  }
  write(OURS)
  expect(hashOf(SMALL, shippedTools())).toBe(hashOf(`# a remark\n${SMALL}`, shippedTools()))
  expect(hashOf(SMALL, toolsWith(folder))).not.toBe(hashOf(SMALL, shippedTools()))
  expect(hashOf(SMALL)).not.toBe(hashOf(SMALL, shippedTools()))
})

it('refuses a count for a tool that there is not, and a follow-up that opens nothing', () => {
  const counted = readPolicy(`${SMALL}dash: { visibleHighRiskByTool: { DARA: 8, DORA: 8 } }\n`, shippedTools())
  expect(counted).toMatchObject({ ok: false, mistakes: [{ line: 8, message: expect.stringContaining('DORA') }] })
  write(OURS.replace('key: fear', 'key: fear, opens: no-such-tool'))
  const opened = readPolicy(SMALL, toolsWith(folder))
  expect(opened).toMatchObject({ ok: false, mistakes: [{ message: expect.stringContaining('tools.dara.topics.0.opens') }] })
})
