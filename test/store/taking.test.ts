/** Who has an alert, as the store keeps it: whose list it is on, and who takes and releases the alerts about the system. */
import type { Actor, Entry } from '../../src/engine/step/case.ts'
import type { AlertItem } from '../../src/engine/views/views.ts'
import { alertOf, changeOf, FORCE } from '../support/changes.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
const page = { limit: 10 }
const SUP_1 = { id: 'sup-1', role: 'supervisor' }
const SUP_2 = { id: 'sup-2', role: 'supervisor' }
const CAROL = { id: 'Carol', role: 'supervisor' }
const KEY: Actor = { key: 'key-1', role: 'supervisor' }
const account = (subject: string) => ({ issuer: 'https://id.example', subject })
const signedIn = (subject: string): Actor => ({
  key: 'session-1',
  role: 'supervisor',
  person: { ...account(subject), name: 'Carol' },
})

describe('the alerts that somebody has', () => {
  let version = 0
  const change = async (alert: AlertItem, entry: Partial<Entry> = {}) => {
    await $.store.commit([changeOf('TAKEN', version, { alerts: [alert], entries: [entry] })])
    version += 1
  }
  const taken = (id: string, by: typeof CAROL, actor: Actor) => {
    const alerts = [{ id, kind: 'attendance-overdue' as const, level: 1, count: 1, status: 'acknowledged' }]
    return change(alertOf('TAKEN', id, { status: 'acknowledged', acknowledgedBy: by }), {
      ...{ type: 'alert.acknowledged', actor },
      consequences: { timersSet: [], timersEnded: [], demands: [], alerts },
    })
  }
  const had = async (mine: { id: string; account?: ReturnType<typeof account> }, more = {}) =>
    (await $.store.alerts(FORCE, { mine, openOnly: false, ...more }, page)).items.map(({ id }) => id).sort()

  it('are found by a name however it is spelled, and by the account where somebody signed in', async () => {
    for (const id of ['a1', 'a2', 'a3', 'a4']) await change(alertOf('TAKEN', id))
    await taken('a1', CAROL, KEY)
    await taken('a2', CAROL, signedIn('c-1'))
    await taken('a3', CAROL, signedIn('c-2'))
    expect(await had({ id: 'CAROL ' })).toEqual(['a1', 'a2', 'a3'])
    expect(await had({ id: 'Carol', account: account('c-1') })).toEqual(['a1', 'a2'])
    // Her name has changed since at the provider.
    expect(await had({ id: 'Caroline', account: account('c-2') })).toEqual(['a3'])
    expect(await had({ id: 'Carol' }, { hidden: ['TAKEN'] })).toEqual([])
    expect(await had({ id: 'Carol' }, { status: 'open' })).toEqual([])
    expect(await had({ id: '\u0000' })).toEqual([])
  })

  it('stay theirs when they are resolved, and not when they are open again or somebody else takes them', async () => {
    await change(alertOf('TAKEN', 'a2', { status: 'resolved', acknowledgedBy: CAROL }))
    await change(alertOf('TAKEN', 'a3'))
    expect(await had({ id: 'Carol', account: account('c-1') })).toEqual(['a1', 'a2'])
    expect(await had({ id: 'Carol', account: account('c-2') })).toEqual(['a1'])
    await taken('a1', SUP_1, KEY)
    expect(await had({ id: 'Carol' })).toEqual(['a2'])
    expect(await had({ id: 'sup-1' })).toEqual(['a1'])
    expect((await $.store.alerts('kent', { mine: SUP_1, openOnly: false }, page)).items).toEqual([])
  })

  it('come page by page, in one order, whichever part they are of', async () => {
    for (const [nth, id] of ['p1', 'p2', 'p3', 'p4', 'p5'].entries()) {
      await change(alertOf('TAKEN', id, { raisedAt: `2026-03-01T21:00:0${nth}.000Z` }))
      const alert = { status: 'acknowledged' as const, acknowledgedBy: CAROL, raisedAt: `2026-03-01T21:00:0${nth}.000Z` }
      await change(alertOf('TAKEN', id, alert), {
        ...{ type: 'alert.acknowledged', actor: nth % 2 === 0 ? signedIn('c-9') : KEY },
        consequences: {
          ...{ timersSet: [], timersEnded: [], demands: [] },
          alerts: [{ id, kind: 'attendance-overdue', level: 1, count: 1, status: 'acknowledged' }],
        },
      })
    }
    const found: string[] = []
    const filter = { mine: { id: 'Carol', account: account('c-9') }, openOnly: true }
    for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
      const { items, next } = await $.store.alerts(FORCE, filter, { limit: 2, ...(cursor && { cursor }) })
      found.push(...items.map(({ id }) => id))
      cursor = next ?? undefined
    }
    expect(found).toEqual(['p5', 'p4', 'p3', 'p2', 'p1'])
  })
})

describe('alerts about the system', () => {
  const stalled = async () => {
    await $.store.sayStalled('supervisor')
    const { items } = await $.store.alerts(FORCE, { kind: 'timers-stalled', status: 'open', openOnly: false }, page)
    return items[0]?.id ?? ''
  }
  const linesOf = (alert: string) =>
    $.database.query(
      "select type, by::json ->> 'id' as by, note, actor from reassess.system_alert_lines where alert = $1 order by id",
      [alert],
    )
  let alert = ''
  beforeAll(async () => {
    await $.store.create('supervisor', FORCE)
    alert = await stalled()
  })

  it('are taken, taken over and released like others, and each line is kept with its note', async () => {
    const { store } = $
    await store.acknowledgeSystemAlert(FORCE, alert, SUP_1, { actor: KEY, note: 'Ringing the service desk.' })
    await store.acknowledgeSystemAlert(FORCE, alert, SUP_1, { actor: KEY })
    await store.acknowledgeSystemAlert(FORCE, alert, SUP_2, { actor: signedIn('s-2') })
    expect((await store.alerts(FORCE, { mine: SUP_1, kind: 'timers-stalled', openOnly: false }, page)).items).toEqual([])
    const mine = { id: 'anybody', account: account('s-2') }
    const { items } = await store.alerts(FORCE, { mine, openOnly: false }, page)
    expect(items).toMatchObject([{ id: alert, acknowledgedBy: SUP_2 }])
    expect(JSON.stringify(items)).not.toContain('service desk')

    const handler = { id: 'ch-1', role: 'call-handler' }
    const released = (by: typeof SUP_1, role: Actor['role']) =>
      store.releaseSystemAlert(FORCE, alert, by, { actor: { key: 'k', role } })
    expect(await released(handler, 'control-room')).toBe('not-theirs')
    expect(await released(SUP_1, 'supervisor')).toMatchObject({ status: 'open' })
    expect(await released(SUP_1, 'supervisor')).toBe('not-taken')
    expect(await store.releaseSystemAlert(FORCE, 'no such alert', SUP_1)).toBe('unknown')
    expect((await store.alerts(FORCE, { mine, openOnly: false }, page)).items).toEqual([])

    expect(await linesOf(alert)).toEqual([
      { type: 'alert.acknowledged', by: 'sup-1', note: 'Ringing the service desk.', actor: JSON.stringify(KEY) },
      { type: 'alert.acknowledged', by: 'sup-2', note: null, actor: JSON.stringify(signedIn('s-2')) },
      { type: 'alert.released', by: 'sup-1', note: null, actor: '{"key":"k","role":"supervisor"}' },
    ])
    expect(await store.alertLines(FORCE, alert, 2)).toEqual({
      incident: '',
      items: [
        { type: 'alert.released', at: expect.stringMatching(/Z$/), by: SUP_1, actor: { key: 'k', role: 'supervisor' } },
        { type: 'alert.acknowledged', at: expect.any(String), by: SUP_2, actor: signedIn('s-2') },
      ],
    })
    expect((await store.alertLines(FORCE, alert, 10))?.items.at(-1)).toMatchObject({ note: 'Ringing the service desk.' })
    expect(await store.alertLines('kent', alert, 10)).toBeNull()
  })

  it('taken by two at once are the second person’s, and both are in the record', async () => {
    await Promise.all([SUP_1, SUP_2].map((by) => $.store.acknowledgeSystemAlert(FORCE, alert, by)))
    const { items } = await $.store.alerts(FORCE, { kind: 'timers-stalled', openOnly: false }, page)
    const lines = (await linesOf(alert)).slice(-2) as { by: string }[]
    expect(lines.map(({ by }) => by).sort()).toEqual(['sup-1', 'sup-2'])
    expect(items[0]?.acknowledgedBy?.id).toBe(lines[1]?.by)
  })

  it('taken by two at once, each from nobody, are the first person’s', async () => {
    await $.store.releaseSystemAlert(FORCE, alert, SUP_1, { actor: KEY })
    const taken = await Promise.all([SUP_1, SUP_2].map((by) => $.store.acknowledgeSystemAlert(FORCE, alert, by, { from: [] })))
    const { items } = await $.store.alerts(FORCE, { kind: 'timers-stalled', openOnly: false }, page)
    const holder = items[0]?.acknowledgedBy?.id
    expect(taken.map((one) => one?.acknowledgedBy?.id)).toEqual([holder, holder])
    const other = holder === SUP_1.id ? SUP_2 : SUP_1
    expect(await $.store.acknowledgeSystemAlert(FORCE, alert, other, { from: [holder ?? ''] })).toMatchObject({
      acknowledgedBy: other,
    })
  })

  it('that name an incident are taken with it, and nobody has them once they escalate', async () => {
    const { store } = $
    const escalation = { ladder: ['supervisor', 'duty-superintendent'] as const, everyMs: 0 }
    await store.raiseRefused([{ force: FORCE, reference: 'WK-NEW' }], 'key-1', escalation)
    const [taken] = await store.takeSystemAlerts(FORCE, 'WK-NEW', SUP_1, { note: 'On paper.' })
    expect(taken).toMatchObject({ kind: 'report-refused', incident: 'WK-NEW', status: 'acknowledged', acknowledgedBy: SUP_1 })
    expect(await linesOf(taken?.id ?? '')).toMatchObject([{ type: 'alert.acknowledged', note: 'On paper.' }])
    expect(await store.takeSystemAlerts(FORCE, '', SUP_1)).toEqual([])
    expect(await store.takeSystemAlerts('kent', 'WK-NEW', SUP_1)).toEqual([])
    const mine = async () => (await store.alerts(FORCE, { mine: SUP_1, kind: 'report-refused', openOnly: false }, page)).items
    expect(await mine()).toHaveLength(1)
    await store.escalateRefused(escalation)
    expect(await mine()).toEqual([])
  })
})
