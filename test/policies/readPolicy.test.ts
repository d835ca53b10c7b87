import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { ACKNOWLEDGING_ROLES, ROLES } from '../../machines/rules/vocabulary.ts'
import { RIGHTS } from '../../src/api/roles.ts'
import { policyOf } from '../../src/engine/pinnedPolicy.ts'
import { readPolicy } from '../../src/policies/readPolicy.ts'
import { SMALL } from '../support/policies.ts'
import { workedMs } from '../support/worked.ts'

const file = readFileSync(new URL('../../src/policies/default-england-wales.yaml', import.meta.url), 'utf8')
const good = (text: string) => {
  const read = readPolicy(text)
  if (!read.ok) throw new Error(JSON.stringify(read.mistakes))
  return read
}
/** line:column of each mistake. */
const places = (text: string): string[] => {
  const read = readPolicy(text)
  return read.ok ? [] : read.mistakes.map(({ line, column }) => `${line}:${column}`)
}

describe('the default policy', () => {
  it('says where each number is from', () => {
    const lines = file.split('\n')
    const hasSource = (line: string): boolean => /\[(?:not )?verified\]|\[derived\]/.test(line)
    /** A section of one line may say it in the comment above. */
    const isSaidAbove = (place: number): boolean => {
      const above = lines[place - 1] ?? ''
      return above.startsWith('#') && (hasSource(above) || isSaidAbove(place - 1))
    }
    const isNumber = (line: string): boolean => /^\s*\w+: [^#]*\d/.test(line) && !/rank:|^(?:schema|version):/.test(line)
    const isSourced = (line: string, place: number): boolean => hasSource(line) || (/^\w/.test(line) && isSaidAbove(place))
    expect(lines.filter((line, place) => isNumber(line) && !isSourced(line, place))).toEqual([])
  })

  it('says what the defaults are, and asks for more where the file alone can: a case follows its own policy', () => {
    const { thrive, dash, highRiskFlags, ...rest } = good(SMALL).policy
    const { checks: _, vulnerableFrom: __, ...alike } = thrive
    const { reviewWithinHigh: ___, ...sameDash } = dash
    const { telephoneResolution, videoResponse, repeat, school, orders, disclosures, tasks, plans, lowGradeFromRank } = rest
    const { markers, marac, transfers } = rest
    const { rules: _rules, legalBases: _bases, ...referrals } = rest.referrals
    const { upgradeBeforeArrival: ____, ...clock } = rest.clock
    const { checksRequired: _____, owedAgain: ______, ...hau } = rest.hau
    const { grantRationale: _______, ...bail } = rest.bail
    expect(good(file).policy).toMatchObject({
      ...{ clock, telephoneResolution, videoResponse, repeat, hau, referrals, school, orders, disclosures, tasks, plans },
      ...{ lowGradeFromRank, markers, marac, transfers, bail, thrive: alike, dash: sameDash },
      closure: { referralsAcknowledged: rest.closure.referralsAcknowledged },
      highRiskFlags: expect.arrayContaining([...highRiskFlags]),
    })
  })
})

describe('the hash', () => {
  it('is of what is said, not of how it is laid out', () => {
    const lines = SMALL.trim().split('\n')
    const turned = ['# ours', ...lines.slice(1, 4).reverse(), lines[0], '', ...lines.slice(4)].join('\n')
    expect(good(turned).hash).toBe(good(SMALL).hash)
    expect(good(SMALL.replace('version: 1', 'version: 2')).hash).not.toBe(good(SMALL).hash)
    expect(good(SMALL).hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('goes with content that reads as the same policy again', () => {
    const { canonical, policy } = good(file)
    expect(policyOf(canonical)).toEqual(policy)
    expect(() => policyOf('{}')).toThrow(expect.objectContaining({ code: 'policy-unreadable' }))
  })
})

describe('a mistake is named with its line', () => {
  it.each<[string, string, string[]]>([
    ['a wrong value', SMALL.replace('version: 1', 'version: one'), ['3:1']],
    ['an unknown key', `${SMALL}clok: {}\n`, ['8:1']],
    ['an unknown role', SMALL.replace('[supervisor]', '[supervisor, chief]'), ['7:26']],
    ['a role that cannot acknowledge', SMALL.replace('[supervisor]', '[supervisor, auditor]'), ['7:26']],
    ['a missing key, at its section', SMALL.replace('rank: 1, ', ''), ['6:3']],
    ['a key twice', `${SMALL}id: again\n`, ['8:1']],
    ['several', SMALL.replace('Europe/London', 'Mars').replace('id: small', 'id: ""'), ['2:1', '4:1']],
    ['broken YAML', SMALL.replace('[supervisor]', '[supervisor'), ['8:1']],
    ['an alias', SMALL.replace('id: small', 'id: &a small\nclock: *a'), ['2:8', '3:8']],
    ['a custom tag', SMALL.replace('id: small', 'id: !!js/function small'), ['2:5']],
    ['a second document', `${SMALL}---\nid: x\n`, ['8:1']],
    ['an empty file', '', ['1:1']],
    ['no mapping', '- 1\n', ['1:1']],
  ])('%s', (_, text, expected) => expect(places(text)).toEqual(expected))
})

describe('a ladder', () => {
  it('may name the roles that the API lets acknowledge, and no other', () => {
    const taken = ROLES.filter((role) => readPolicy(SMALL.replace('[supervisor]', `[${role}]`)).ok)
    expect(taken).toEqual(ROLES.filter((role) => RIGHTS[role].acknowledges))
    expect(taken).toEqual(ACKNOWLEDGING_ROLES)
  })

  it('that a case pinned is read as it was pinned', () => {
    const pinned = good(SMALL).canonical.replace('["supervisor"]', '["auditor"]')
    expect(policyOf(pinned).escalation).toEqual(['auditor'])
  })
})

describe('a remark', () => {
  const P1 = /^ {2}P1: .*$/m.exec(SMALL)?.[0] ?? ''
  const ranked = (...ranks: number[]) =>
    SMALL.replace(P1, ranks.map((rank, place) => P1.replace('P1', `P${place}`).replace('rank: 1', `rank: ${rank}`)).join('\n'))

  it('is made of ranks that are equal, each at its own place, and of no others', () => {
    expect(good(file).remarks).toEqual([])
    expect(good(ranked(1, 2, 3)).remarks).toEqual([])
    const { remarks } = good(ranked(1, 2, 1, 2, 1))
    expect(remarks.map(({ line, message }) => `${line} ${message.split(':')[0]} ${/rank of (\w+)/.exec(message)?.[1]}`)).toEqual([
      '8 priorities.P2.rank P0',
      '9 priorities.P3.rank P1',
      '10 priorities.P4.rank P0',
    ])
  })

  it('is made where nobody reads a reassessment any more', () => {
    const { remarks } = good(`${SMALL}\nreassessment: { doubtBelow: 0, sample: 0 }\n`)
    expect(remarks.map(({ message }) => message.split(':')[0])).toEqual(['reassessment.doubtBelow', 'reassessment.sample'])
  })
})

describe('a policy meant to do harm is refused at once', () => {
  const laughs = `a0: &a0 [x, x]\n${Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}]`).join('\n')}\n`
  const manyKeys = Array.from({ length: 20_000 }, (_, n) => `k${n}: 1`).join('\n')
  /** What plain text of that length costs on this machine; aliases that are followed cost a billion times as much. */
  const plainly = workedMs(() => readPolicy(manyKeys))
  it.each<[string, string]>([
    ['aliases that double thirty times', laughs],
    ['an alias of itself', `${SMALL}clock: &loop { start: *loop }\n`],
    ['a merge of itself', `${SMALL}clock: &loop\n  <<: *loop\n`],
    ['deep nesting', `a: ${'['.repeat(100_000)}`],
    ['deep and closed nesting', `a: ${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['too much of it', `${SMALL}# ${'x'.repeat(256 * 1024)}`],
    ['many keys', manyKeys],
  ])('%s', (_, text) => {
    const worked = workedMs(() => {
      const read = readPolicy(text)
      expect(read.ok).toBe(false)
      expect(!read.ok && read.mistakes.length <= 100).toBe(true)
    })
    expect(worked).toBeLessThan(20 * plainly)
  })
})
