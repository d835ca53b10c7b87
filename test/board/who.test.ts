/** What the top of a page offers each role: places with work of its own, and numbers that it can bring down. */
import { ROLES, type Role } from '../../machines/rules/vocabulary.ts'
import { postsOf, rightsOf } from '../../src/api/roles.ts'
import { whoIs } from '../../src/board/who.ts'
import { landingOf } from '../../src/frame/roles.ts'

const waiting = (count: number) => ({ count, oldestAt: null, bySeverity: { low: 0, medium: 0, high: 0, critical: 0 } })
const COUNTS = {
  incidents: { open: 9, byAttention: { demanded: 4, overdue: 1, warning: 0, unassessed: 0, none: 4 } },
  ...{ alerts: { open: waiting(8), acknowledged: waiting(0) }, deliveries: { dead: 2 }, approvals: { waiting: 1 } },
  ...{ reassessments: { waiting: 7 }, handovers: { open: 3, items: 80, toAccept: 1 } },
} as unknown as Parameters<typeof whoIs>[3]

const who = (role: Role, path = '/') =>
  whoIs(
    { key: 'k', role, person: null, named: { id: 'x-1' }, posts: postsOf(role), reads: rightsOf(role) } as never,
    'session',
    path,
    COUNTS,
  )
const badges = (role: Role) =>
  Object.fromEntries(who(role).places.flatMap(({ href, count }) => (count === undefined ? [] : [[href, count]])))

it('counts for each role what it can clear, and of hand-overs what it may accept', () => {
  const supervisor = { '/': 4, '/alerts': 8, '/reassessments': 7, '/approvals': 1, '/handover': 1, '/deliveries': 2 }
  expect(badges('supervisor')).toEqual(supervisor)
  expect(badges('duty-superintendent')).toEqual(supervisor)
  expect(badges('control-room')).toEqual({ '/alerts': 8 })
  for (const role of ['hau', 'auditor', 'officer', 'admin'] as const) expect([role, badges(role)]).toEqual([role, {}])
})

it('leads each role to its work, and to the page that somebody asked for', () => {
  const to = Object.fromEntries(ROLES.map((role) => [role, landingOf(role, '/')]))
  expect(to).toMatchObject({ hau: '/registers/unit-queue', auditor: '/access', supervisor: '/', officer: '/' })
  expect(landingOf('hau', '/incidents/WK-1')).toBe('/incidents/WK-1')
  for (const role of ROLES.filter((one) => one !== 'admin')) expect(who(role).places.map(({ href }) => href)).toContain(to[role])
})

it('marks one place as the page that is open', () => {
  const here = (role: Role, path: string) => who(role, path).places.flatMap(({ href, isHere }) => (isHere ? [href] : []))
  expect(here('hau', '/registers/unit-queue')).toEqual(['/registers/unit-queue'])
  expect(here('supervisor', '/registers/unit-queue')).toEqual(['/registers'])
  expect(here('hau', '/registers/dash')).toEqual(['/registers'])
  expect(here('hau', '/incidents/WK-1')).toEqual([])
})
