/** What `defineMatter` refuses to compile, and the words that it gives a kind. The marker's events serve: it needs no other matter. */
import { tell } from '../../machines/effects.ts'
import { complete } from '../../machines/matters/asks.ts'
import { defineMatter } from '../../machines/matters/defineMatter.ts'
import { MATTERS } from '../../machines/matters/index.ts'
import type { Instant } from '../../machines/rules/vocabulary.ts'

const { act, begin, remember, schedule, raise, lifecycle } = defineMatter({
  kind: 'marker',
  about: 'A marker of a test.',
  field: 'marker',
  memory: { reason: null as string | null, reviewBy: null as Instant | null, seen: [] as readonly string[] },
  setOnce: ['reason'],
  clocks: { 'marker-review': ({ reviewBy }) => reviewBy, 'task-due': ({ reviewBy }) => reviewBy },
  climbEvery: ({ orders }) => orders.climbEvery,
})
const place = act<'marker.placed'>(({ event: { data } }) => [begin({ reason: data.reason, reviewBy: data.reviewBy })])

it('lets nothing change a fact that is set once, nor anything be begun without it: this file would not compile', () => {
  // @ts-expect-error: set once
  remember({ reason: 'another' })
  // @ts-expect-error: a matter keeps its name
  remember({ name: 'M-2' })
  // @ts-expect-error: JSON has no undefined, so that a replay would find another memory
  remember({ reviewBy: undefined })
  // @ts-expect-error: no fact that is set once may be left out
  begin({ reviewBy: null })
})

it('lets an action stand only on the events that it is for, and a state wait only for its own clocks: this file would not compile', () => {
  lifecycle({
    states: {
      none: { on: { 'marker.placed': { target: 'standing', actions: place } } },
      // @ts-expect-error: it reads what only the placing says
      reviewed: { on: { 'marker.reviewed': { actions: place } } },
      // @ts-expect-error: no event of a marker
      told: { on: { 'order.told': 'standing' } },
      // @ts-expect-error: declared by nobody
      standing: { after: { 'marker-expiry': 'over' } },
      over: { tags: 'over' },
    },
  })
})

it('has one clock for what it owes: this file would not compile', () => {
  // @ts-expect-error: a clock of its own has that name
  schedule('task-due', '2026-11-20T21:00:00.000Z')
})

it('names what is owed, raised and told by the matter and, where there are several, by the part', () => {
  const it = { context: { name: 'M1' }, event: { incident: { policy: { orders: { climbEvery: 'PT1H' } } } } } as never
  const due = '2026-11-20T21:00:00.000Z'
  expect([
    schedule('plan-action', due, { part: 'A1' }).params(it),
    schedule('plan-review', due, { climbEvery: null, unlisted: true }).params(it),
    complete('plan-action', 'A1').params(it),
    raise('marker-review-due', due).params(it),
    raise('suspect-outstanding').params(it),
    tell('bail', null, { type: 'investigation.changed' }).params,
  ]).toEqual([
    { deadline: 'plan-action', of: 'M1/A1', dueAt: due, climbEvery: 'PT1H', matter: 'marker/M1' },
    { deadline: 'plan-review', of: 'M1', dueAt: due, climbEvery: null },
    { deadline: 'plan-action', of: 'M1/A1' },
    { kind: 'marker-review-due', cause: `marker/M1/${due}` },
    { kind: 'suspect-outstanding', cause: 'marker/M1' },
    { kind: 'bail', name: null, event: { type: 'investigation.changed' } },
  ])
})

it.each(Object.keys(MATTERS))('%s begins in a state where nothing is yet, and only what begins it leads out of there', (kind) => {
  const root = MATTERS[kind]?.machine.root
  expect(root?.initial.target.map(({ key }) => key)).toEqual(['none'])
  const none = root?.states.none
  expect([...(none?.transitions.keys() ?? [])].length).toBeGreaterThan(0)
  expect(none?.after).toEqual([])
})
