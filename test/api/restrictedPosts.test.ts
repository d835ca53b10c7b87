/** What is posted to a restricted incident: a system's key goes on, is told references and codes, and acts in nobody's name. */
import { by, eventAt, JANE, R, useRestricted, WHY } from '../support/restrictedReaders.ts'
import { callerOf, FORCE, OTHER, RESTRICTED, SECRET } from '../support/restrictedRecord.ts'
import { problemName } from './harness.ts'

const $ = useRestricted()

describe("a system's key", () => {
  it('goes on posting, and is told references and codes', async () => {
    const { status, body } = await $.postEvent(
      callerOf('control-room'),
      eventAt('thrive.assessed', 'system-1', { assessor: by, threat: { level: 'high', rationale: 'SECRET' } }),
    )
    expect(status).toBe(201)
    expect(
      Object.keys(body)
        .filter((field) => !field.startsWith('ended'))
        .sort(),
    ).toEqual(['alerts', 'deadlines', 'demands', 'incident', 'sequence', 'state', 'status', 'warnings'].sort())
    const { warnings, alerts } = body as unknown as { warnings: { code: string; detail: string }[]; alerts: { kind: string }[] }
    expect(warnings.map(({ code }) => code)).toContain('harm-missing')
    expect(new Set(warnings.map(({ detail }) => detail)).size).toBe(1)
    expect(alerts.map(({ kind }) => kind)).toEqual(['thrive-inadequate'])
    expect(JSON.stringify(body)).not.toContain(SECRET)
    const again = await $.postEvent(
      callerOf('control-room'),
      eventAt('thrive.assessed', 'system-1', { assessor: by, threat: { level: 'high', rationale: 'SECRET' } }),
    )
    expect([again.status, again.body.status, again.body.warnings]).toEqual([200, 'duplicate', []])
  })

  it('is told by codes what is refused', async () => {
    const closing = await $.postEvent(
      callerOf('supervisor'),
      eventAt('incident.closed', 'system-2', { by: { id: 'sup-1', role: 'supervisor' }, rationale: 'Over.' }),
    )
    const { blockers } = closing.body as unknown as { blockers: { code: string; detail: string }[] }
    expect([closing.status, problemName(closing.body)]).toEqual([422, 'closure-blocked'])
    expect(blockers.map(({ code }) => code)).toContain('demand-open')
    expect(new Set([closing.body.detail, ...blockers.map(({ detail }) => detail)]).size).toBe(1)
    const jane = await $.postEvent(
      JANE,
      eventAt('incident.closed', 'jane-2', { by: { id: 'Jane', role: 'supervisor' }, rationale: 'Over.' }),
    )
    expect((jane.body as unknown as { blockers: { detail: string }[] }).blockers.map(({ detail }) => detail)).not.toEqual(
      blockers.map(({ detail }) => detail),
    )
  })

  it('is told the same inside a batch', async () => {
    const answer = await $.post(
      '/v1/events',
      callerOf('control-room'),
      [eventAt('unit.cleared', 'system-3', { unit: 'Z9', by }), eventAt('log.noted', 'system-4', { text: 'Quiet.', by }, OTHER)],
      'application/cloudevents-batch+json',
    )
    const { results } = (await answer.json()) as { results: { code: number; warnings: { code: string; detail: string }[] }[] }
    expect(results.map(({ code }) => code)).toEqual([201, 201])
    expect(results[0]?.warnings).toMatchObject([{ code: 'unit-not-assigned', detail: expect.stringMatching(/restricted/) }])
  })

  it('is told at a report that something restricted is of the same people, and not what', async () => {
    const report = (id: string) =>
      eventAt(
        'incident.reported',
        id,
        {
          ...{ force: FORCE, channel: '999', receivedAt: '2026-11-20T21:00:00Z', narrative: 'Shouting.' },
          location: { address: '9 Nowhere Row', area: 'urban' },
          persons: [{ role: 'victim', personRef: 'P-1', phone: '07700900001' }],
        },
        id,
      )
    const { body } = await $.postEvent(callerOf('control-room'), report('WK-NEW'))
    const told = body as unknown as { warnings: { code: string; detail: string }[]; alerts: { kind: string }[] }
    expect(told.warnings.map(({ code }) => code)).toContain('earlier-still-open')
    expect(told.alerts.map(({ kind }) => kind)).toEqual(['repeat-victim'])
    expect(JSON.stringify(body)).not.toContain(RESTRICTED)
    expect(JSON.stringify((await $.postEvent(callerOf('control-room', 'jane'), report('WK-NEW-2'))).body)).toContain(RESTRICTED)
  })
})

it.each(['incident.restricted', 'incident.unrestricted'] as const)(
  'takes %s in the name of a reader from nobody else',
  async (name) => {
    const said = { by: { id: 'jane', role: 'supervisor' }, ...(name === 'incident.restricted' && { people: ['joe'] }) }
    const inHerName = eventAt(name, `in-her-name-${name}`, { ...said, reason: 'It is over.' })
    const withAKey = await $.postEvent(callerOf('supervisor'), inHerName)
    expect([withAKey.status, problemName(withAKey.body)]).toEqual([403, 'forbidden'])
    const afterwards = await $.postEvent(callerOf('supervisor', 'joe'), inHerName)
    expect([afterwards.status, problemName(afterwards.body)]).toEqual([422, 'not-yourself'])
    expect((await $.get(R, callerOf('supervisor', 'joe'), WHY)).status).toBe(403)
  },
)
