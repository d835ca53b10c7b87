import { GROUPS } from '../../../machines/rules/catalogue/labels/index.ts'
import { EVENT_NAMES, typeOf } from '../../../machines/rules/events.ts'
import { postsOf } from '../../../src/api/roles.ts'
import { offered } from '../../../src/board/forms/offered.ts'

const all = EVENT_NAMES.map(typeOf)

it('offers what the incident takes and the role may post, in the groups of the catalogue', () => {
  const accepts = ['unit.arrived', 'unit.assigned', 'log.noted', 'incident.closed'].map((name) => `uk.police.da.${name}.v1`)
  expect(offered('WK/1', accepts, postsOf('officer'))).toEqual([
    {
      label: 'Units and arrival',
      offers: [{ event: 'unit.arrived', label: 'Unit arrived', href: '/incidents/WK%2F1/record/unit.arrived' }],
    },
    {
      label: 'Calls, contact and notes',
      offers: [{ event: 'log.noted', label: 'Note added to the log', href: '/incidents/WK%2F1/record/log.noted' }],
    },
  ])
})

it('offers nothing to who posts nothing, and nothing that is not taken', () => {
  expect(offered('WK-1', all, postsOf('auditor'))).toEqual([])
  expect(offered('WK-1', [], postsOf('supervisor'))).toEqual([])
})

it('offers the harm assessment unit the second assessment of a specialist too', () => {
  const events = offered('WK-1', all, postsOf('hau')).flatMap(({ offers }) => offers.map(({ event }) => event))
  expect(events).toContain('dash.submitted')
})

it('has no group without a use for somebody', () => {
  const roles = ['control-room', 'officer', 'supervisor', 'hau'] as const
  const used = new Set(roles.flatMap((role) => offered('WK-1', all, postsOf(role)).map(({ label }) => label)))
  expect(GROUPS.map(({ label }) => label).filter((label) => !used.has(label))).toEqual([])
})
