import { GROUPS } from '../../../machines/rules/catalogue/labels/index.ts'
import { EVENT_NAMES, type EventName, typeOf } from '../../../machines/rules/events.ts'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import { postsOf } from '../../../src/api/roles.ts'
import { offered } from '../../../src/board/forms/offered.ts'

type Incident = Parameters<typeof offered>[0]
const incident = (more: Partial<Incident> = {}): Incident => ({
  ...{ incident: 'WK/1', accepts: EVENT_NAMES.map(typeOf), closureBlockers: [], restricted: null },
  ...more,
})
const on = (...events: readonly EventName[]) => incident({ accepts: events.map(typeOf) })
const offeredTo = (role: Role, view: Incident) => offered(view, postsOf(role))
const hrefs = (role: Role, view: Incident) => offeredTo(role, view).flatMap(({ offers }) => offers.map(({ href }) => href))

it('offers what the incident takes and the role may post, in the groups of the catalogue', () => {
  expect(offeredTo('officer', on('unit.arrived', 'unit.assigned', 'log.noted', 'incident.closed'))).toEqual([
    {
      label: 'Units and arrival',
      offers: [{ label: 'Unit arrived', href: '/incidents/WK%2F1/record/unit.arrived' }],
    },
    {
      label: 'Calls, contact and notes',
      offers: [{ label: 'Note added to the log', href: '/incidents/WK%2F1/record/log.noted' }],
    },
  ])
})

it('offers nothing to who posts nothing, and nothing that is not taken', () => {
  expect(offeredTo('auditor', incident())).toEqual([])
  expect(offeredTo('supervisor', incident({ accepts: [] }))).toEqual([])
})

it('leads to the page of a reassessment, and leaves to their own pages what a second person says', () => {
  expect(hrefs('supervisor', on('risk.reassessed', 'approval.given', 'reassessment.checked'))).toEqual([
    '/incidents/WK%2F1/reassess',
  ])
})

it('does not offer the closing while something keeps the incident open, nor to lift a restriction that is not there', () => {
  const [closed, unrestricted] = ['/incidents/WK%2F1/record/incident.closed', '/incidents/WK%2F1/record/incident.unrestricted']
  const blocked = { closureBlockers: [{ code: 'not-graded', detail: '' }] }
  const restricted = { people: [], since: '2026-11-19T21:00:00.000Z', by: { id: 'jane', role: 'supervisor' } }
  const both = (view: Partial<Incident>) => {
    const found = hrefs('supervisor', incident(view))
    return [closed, unrestricted].map((href) => found.includes(href))
  }
  expect([both({}), both(blocked), both({ restricted })]).toEqual([
    [true, false],
    [false, false],
    [true, true],
  ])
})

it('offers the harm assessment unit the second assessment of a specialist too', () => {
  expect(hrefs('hau', incident())).toContain('/incidents/WK%2F1/record/dash.submitted')
})

it('has no group without a use for somebody', () => {
  const roles = ['control-room', 'officer', 'supervisor', 'hau'] as const
  const used = new Set(roles.flatMap((role) => offeredTo(role, incident()).map(({ label }) => label)))
  expect(GROUPS.map(({ label }) => label).filter((label) => !used.has(label))).toEqual([])
})
