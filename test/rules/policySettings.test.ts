/**
 * What a policy may leave out, and how far its numbers and lists may go. The numbers of the schema and those of the shipped policy are
 * written in two places, and are the same.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from '@jest/globals'
import { z } from 'zod'
import { parsePolicy, policySchema } from '../../machines/rules/policy/policy.ts'
import { policyWith } from '../support/incident.ts'

type Section = Readonly<Record<string, unknown>>

const { policy } = policyWith()

const isSection = (value: unknown): value is Section => typeof value === 'object' && value !== null && !Array.isArray(value)

const without = (section: Section, [key = '', ...rest]: readonly string[]): Section => {
  const { [key]: value, ...others } = section
  return rest.length === 0 || !isSection(value) ? others : { ...section, [key]: without(value, rest) }
}
const withSetting = (section: Section, [key = '', ...rest]: readonly string[], value: unknown): Section => {
  const part = section[key]
  return { ...section, [key]: isSection(part) && rest.length > 0 ? withSetting(part, rest, value) : value }
}
const at = (section: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (isSection(value) ? value[key] : undefined), section)

/** Every setting that is no section, but for the tools, which are files of their own, and the priorities, which name their own times. */
const settings = (section: Section, above: readonly string[] = []): (readonly string[])[] =>
  Object.entries(section).flatMap(([key, value]) => {
    const path = [...above, key]
    return isSection(value) ? (['tools', 'priorities'].includes(key) ? [] : settings(value, path)) : [path]
  })

/** What the shipped policy says otherwise on purpose; each with what it is where it is left out. Lists that are left out are empty. */
const ASKED_FOR = {
  'clock.upgradeBeforeArrival': 'reopens',
  'thrive.vulnerableFrom': 'never',
  'victimTold.afterFailedVisit': false,
  'dash.reviewWithinHigh': 'PT4H',
  highRiskFlags: ['high-risk', 'weapons', 'strangulation', 'stalking', 'threat-to-kill'],
  'bail.grantRationale': false,
  'hau.checksRequired': false,
  'hau.owedAgain': false,
  'closure.crimeDecision': false,
  'closure.historyReviewed': false,
  'closure.maracReferred': false,
}

it('a setting that a policy leaves out is what the shipped policy says, is required, or is nothing until somebody asks for it', () => {
  const others: Record<string, unknown> = {}
  for (const path of settings(policy)) {
    const read = parsePolicy(without(policy, path))
    const left = read.ok ? at(read.policy, path) : at(policy, path)
    const isNothing = left === undefined || JSON.stringify(left) === '[]'
    if (!isNothing && JSON.stringify(left) !== JSON.stringify(at(policy, path))) others[path.join('.')] = left
  }
  expect(others).toEqual(ASKED_FOR)
})

it.each([
  ['marac.repeat.months', 1, 24],
  ['disclosures.meetingWorkingDays', 1, 60],
  ['disclosures.completeDays', 1, 180],
  ['orders.dapo.notifyDays', 1, 28],
  ['lowGradeFromRank', 2, Number.MAX_SAFE_INTEGER],
  ['dash.visibleHighRisk', 1, Number.MAX_SAFE_INTEGER],
])('%s is a number from %d to %d', (setting, least, most) => {
  const isTaken = (number: number) => parsePolicy(withSetting(policy, setting.split('.'), number)).ok
  expect([least - 1, least, most, most + 1].map(isTaken)).toEqual([false, true, true, false])
})

it.each(['marac.repeat.acts', 'escalation', 'orders.breachToCourt.of'])('%s is a list of at least one', (setting) => {
  const [only = 'any-code'] = (at(policy, setting.split('.')) ?? []) as string[]
  const isTaken = (list: readonly string[]) => parsePolicy(withSetting(policy, setting.split('.'), list)).ok
  expect([[], [only]].map(isTaken)).toEqual([false, true])
})

interface Json {
  readonly properties?: Readonly<Record<string, Json>>
  readonly anyOf?: readonly Json[]
}
const inJson = ({ properties = {}, anyOf = [] }: Json, above: readonly string[] = []): readonly (readonly string[])[] => [
  ...anyOf.flatMap((alternative) => inJson(alternative, above)),
  ...Object.entries(properties).flatMap(([key, value]) => {
    const within = inJson(value, [...above, key])
    return within.length > 0 ? within : [[...above, key]]
  }),
]
/** Every setting of the schema, but for calendars, which the start lays in from files of their own. */
const declared = inJson(z.toJSONSchema(policySchema, { io: 'input', unrepresentable: 'any' }) as Json).filter(
  ([section]) => section !== 'calendars',
)

it('the shipped policy names every setting', () => {
  const unsaid = declared.filter((path) => at(policy, path) === undefined)
  // Left out, every act counts as a repeat.
  expect(unsaid.map((path) => path.join('.'))).toEqual(['marac.repeat.acts'])
})

it('no setting is without a reader', () => {
  const readers = ['machines', 'src']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`))
    // Schemas alone read nothing; beside its schema, `ranks.ts` says who holds a rank.
    .filter((file) => file.endsWith('.ts') && (!file.startsWith('machines/rules/policy/') || file.endsWith('/ranks.ts')))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  const unread = declared.filter((path) => path.some((key) => !new RegExp(`\\b${key}\\b`).test(readers)))
  expect(unread.map((path) => path.join('.'))).toEqual([])
})
