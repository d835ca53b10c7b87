import { createDuty } from '../../src/engine/duty/duty.ts'
import type { NewOverride } from '../../src/engine/duty/ports.ts'
import { LADDER, PLAN } from '../support/duty.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const actor = { key: 'key-1', role: 'supervisor' } as const
const hours = (n: number) => new Date(Date.now() + n * 3_600_000).toISOString()
const override = (over: Partial<NewOverride> = {}): NewOverride => ({
  ...{ role: 'supervisor', from: hours(-1), to: hours(1), people: ['sup-3'], instead: null },
  ...{ by: { id: 'sup-1', role: 'supervisor' }, reason: null, ...over },
})
const keep = (force: string, over?: Partial<NewOverride>) => $.store.keepOverride(force, override(over), actor)

it('keeps overrides in the order in which they were posted, of one force, with who posted them', async () => {
  const first = await keep('warwickshire', { instead: ['sup-1'], reason: 'Court' })
  const second = await keep('warwickshire')
  await keep('kent')
  expect(first).toMatchObject({ people: ['sup-3'], instead: ['sup-1'], reason: 'Court', by: { id: 'sup-1', role: 'supervisor' } })
  expect(await $.store.rotaOverrides('warwickshire')).toEqual([first, second])
  const [row] = await $.database.query<{ actor: string }>('select actor from reassess.rota_overrides limit 1')
  expect(JSON.parse(row?.actor ?? '')).toEqual(actor)
})

it('reads those that ended a month ago, and none from before', async () => {
  await keep('essex', { from: hours(-24 * 33), to: hours(-24 * 32) })
  const lately = await keep('essex', { from: hours(-24 * 32), to: hours(-24 * 30) })
  expect(await $.store.rotaOverrides('essex')).toEqual([lately])
})

it('keeps 500 that are not over, and no more', async () => {
  await $.database.query(`
    insert into reassess.rota_overrides (force, role, from_at, to_at, people, by_whom, actor, recorded_at)
    select 'surrey', 'supervisor', now(), now() + interval '1 hour', '{sup-3}', '{}', '{}', now() from generate_series(1, 499)`)
  expect(await keep('surrey', { from: hours(-3), to: hours(-2) })).not.toBeNull()
  expect(await keep('surrey')).not.toBeNull()
  expect(await keep('surrey')).toBeNull()
})

it('an override of people who have left the delivery file leaves no hole, and is named', async () => {
  await keep('norfolk', { people: ['gone-1', 'sup-3'] })
  const idle = await keep('norfolk', { people: ['gone-1'] })
  await keep('norfolk', { people: ['fim-1'] })
  const told: (readonly string[])[] = []
  const duty = createDuty({ ...PLAN, force: 'norfolk' }, LADDER, $.store, (ids) => told.push(ids))
  await duty.refresh()
  await duty.refresh()
  expect(duty.planNow().rota.supervisor?.overrides.map(({ people }) => people)).toEqual([['sup-3']])
  expect(told).toEqual([[idle?.id, expect.stringMatching('^override-')]])
})

it('what is posted while others are read is not forgotten', async () => {
  let answer = (): void => {}
  const slow = {
    ...$.store,
    rotaOverrides: async (force: string) => {
      const read = await $.store.rotaOverrides(force)
      await new Promise<void>((resolve) => {
        answer = resolve
      })
      return read
    },
  }
  const duty = createDuty({ ...PLAN, force: 'suffolk' }, LADDER, slow)
  const refreshed = duty.refresh()
  const posted = await duty.override(override(), actor)
  answer()
  await refreshed
  expect(duty.planNow().rota.supervisor?.overrides.map(({ id }) => id)).toEqual([posted?.id])
})
