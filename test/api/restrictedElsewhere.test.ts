/** Where a restricted incident is counted and never named: lists and registers, the other incident, what is looked for, the stream. */
import { REGISTER_NAMES } from '../../machines/rules/catalogue/registers.ts'
import { by, eventAt, type Items, JANE, O, R, STRANGERS, useRestricted } from '../support/restrictedReaders.ts'
import { callerOf, FORCE, OTHER, RESTRICTED, SECRET } from '../support/restrictedRecord.ts'

const $ = useRestricted()

const DUE_AT = '2026-11-20T21:00:00.000Z'
const asked = (role: string) => ({ asked: { role, since: '2026-11-20T20:45:00.000Z', levels: 3 } })

it('shows in the list that it exists and what is asked of it', async () => {
  const [first] = await $.itemsOf('/v1/incidents', callerOf('control-room'))
  expect(first).toEqual({
    incident: RESTRICTED,
    force: FORCE,
    restricted: true,
    attention: ['demanded'],
    demands: [
      { ...asked('force-incident-manager'), id: `${RESTRICTED}-d2`, reason: 'new-information', level: 2, dueAt: DUE_AT },
      { ...asked('supervisor'), id: `${RESTRICTED}-d3`, reason: 'further-call', level: 1, dueAt: DUE_AT },
    ],
    version: expect.any(Number),
  })
})

it('is not found by its grade or its state', async () => {
  for (const filter of ['priority=P2', 'state=attended', 'state=risk.demanded'])
    for (const caller of Object.values(STRANGERS))
      expect((await $.itemsOf(`/v1/incidents?${filter}`, caller)).map(({ incident }) => incident)).not.toContain(RESTRICTED)
  expect((await $.itemsOf('/v1/incidents?priority=P2', JANE)).map(({ incident }) => incident)).toContain(RESTRICTED)
})

it('is told in no register: only that something is owed, and when', async () => {
  const lines: Record<string, unknown>[] = []
  for (const name of REGISTER_NAMES) lines.push(...(await $.itemsOf(`/v1/registers/${name}?limit=500`, STRANGERS['a colleague'])))
  const its = lines.filter(({ incident }) => incident === RESTRICTED)
  expect(its.length).toBeGreaterThan(1)
  for (const line of its) expect(Object.keys(line).sort()).toEqual(['dueAt', 'incident', 'late', 'restricted'])
})

it('tells nothing in the cursors of a register, however short its pages are', async () => {
  for (const [incident, suspect] of [
    [OTHER, 'P-7'],
    [RESTRICTED, 'P-SECRET-2'],
    [OTHER, 'P-8'],
  ] as const) {
    const said = { suspect, how: 'outstanding', by: { id: 'PC Oz', role: 'officer' } }
    const { status } = await $.postEvent(callerOf('control-room'), eventAt('suspect.dealt-with', suspect, said, incident))
    expect(status).toBe(201)
  }
  /** The incidents page by page, and what the cursors say. */
  const walked = async (caller: string, limit: number) => {
    const pages: unknown[] = []
    const cursors: string[] = []
    for (let next: string | null = ''; next !== null; ) {
      const path = `/v1/registers/suspects-outstanding?limit=${limit}${next === '' ? '' : `&cursor=${next}`}`
      const page = (await (await $.get(path, caller)).json()) as Items & { next: string | null }
      pages.push(page.items.map(({ incident }) => incident))
      if (page.next !== null) cursors.push(Buffer.from(page.next, 'base64url').toString())
      next = page.next
    }
    return { pages, cursors: cursors.join() }
  }
  const [R, O] = [RESTRICTED, OTHER]
  for (const [limit, whole, seen] of [
    [
      1,
      [[R], [O], [R], [O]],
      [
        [R, O],
        [R, O],
      ],
    ],
    [
      3,
      [[R, O, R], [O]],
      [
        [R, O],
        [R, O],
      ],
    ],
  ] as const) {
    const [hers, his] = [await walked(JANE, limit), await walked(STRANGERS['a colleague'], limit)]
    expect([hers.pages, his.pages]).toEqual([whole, seen])
    // Otherwise what follows would show nothing.
    expect(hers.cursors).toContain(SECRET)
    expect(his.cursors).toContain('P-7')
    expect(his.cursors).not.toContain(SECRET)
  }
})

it('counts in the other incident, and keeps its effect there', async () => {
  const risk = async (caller: string) => {
    const { risk, restrictedLinks } = (await (await $.get(O, caller)).json()) as {
      risk: { repeat: object }
      restrictedLinks?: number
    }
    return { ...risk.repeat, restrictedLinks }
  }
  expect(await risk(STRANGERS['a system'])).toEqual({
    ...{ count: 1, restricted: 1, incidents: [], highestRisk: null, by: [], escalation: false },
    restrictedLinks: 2,
  })
  expect(await risk(JANE)).toMatchObject({ count: 1, highestRisk: 'high', incidents: [{ incident: RESTRICTED }] })
  const [item] = (await $.itemsOf('/v1/incidents', STRANGERS['a system'])).filter(({ incident }) => incident === OTHER)
  expect(item).toMatchObject({ risk: { repeat: { count: 1, restricted: 1, incidents: [], highestRisk: null } } })
})

it('tells nobody by what is looked for who is in it, and where', async () => {
  const restricted = async (question: object, as = callerOf('officer', 'ollie')) => {
    const answer = await $.post('/v1/find', as, question)
    return ((await answer.json()) as { restricted: number }).restricted
  }
  for (const name of ['SECRET victim', 'Somebody Else'])
    expect([name, await restricted({ reference: RESTRICTED, name })]).toEqual([name, 1])
  for (const address of ['1 SECRET Row', '2 Other Street'])
    expect([address, await restricted({ reference: RESTRICTED, address })]).toEqual([address, 1])
})

it('shows no listener of the stream what is not theirs, and each all of their own', async () => {
  const [jane, joe] = await Promise.all([JANE, STRANGERS['a colleague']].map($.listenAs))
  await $.postEvent(JANE, eventAt('call.received', 'stream-1', { by, caller: 'neighbour', text: 'SECRET shouting' }))
  const thin = { assessor: by, threat: { level: 'high', rationale: 'SECRET' } }
  await $.postEvent(callerOf('control-room'), eventAt('thrive.assessed', 'stream-2', thin))
  await $.tellListeners()
  const [hers, his] = await Promise.all(
    [jane, joe].map((listener) => listener?.hears('the call', ({ event }) => event === 'incident')),
  )
  expect(hers?.data).toMatchObject({
    incident: RESTRICTED,
    priority: 'P2',
    risk: { flags: expect.arrayContaining(['strangulation']) },
  })
  expect(his?.data).toMatchObject({ incident: RESTRICTED, restricted: true, attention: ['demanded'] })
  expect(Object.keys(his?.data ?? {}).sort()).toEqual(['attention', 'demands', 'force', 'incident', 'restricted', 'version'])
  // Alerts reach both.
  const alerts = await Promise.all(
    [jane, joe].map(async (listener) => {
      await listener?.hears('the alert', ({ data }) => 'kind' in data && data.kind === 'thrive-inadequate')
      return listener?.heard.flatMap(({ data }) => ('kind' in data ? data.kind : []))
    }),
  )
  expect(alerts[1]).toEqual(alerts[0])
  expect(JSON.stringify(joe?.heard)).not.toContain(SECRET)
  jane?.close()
  joe?.close()
})

it('is open to everybody again once it is lifted, with all that was said of it elsewhere', async () => {
  await $.postEvent(
    JANE,
    eventAt('incident.unrestricted', 'lift-1', { by: { id: 'jane', role: 'supervisor' }, reason: 'A mistake.' }),
  )
  const answer = await $.get(R, callerOf('supervisor'))
  expect([answer.status, (await answer.text()).includes('strangulation')]).toEqual([200, true])
  for (const path of [O, `${O}/timeline`, `${O}/briefing`, `${O}/assessments`])
    expect([path, (await (await $.get(path, callerOf('supervisor'))).text()).includes(RESTRICTED)]).toEqual([path, true])
  expect(await (await $.get('/v1/incidents', callerOf('supervisor'))).text()).not.toContain('"restricted":true')
})
