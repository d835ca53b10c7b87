/** Opening a restricted incident without being its reader: recorded and told once, and ended by another person. */
import fc from 'fast-check'
import { replay } from '../../src/engine/replay.ts'
import type { Actor, Case } from '../../src/engine/step/case.ts'
import type { AlertItem } from '../../src/engine/views/views.ts'
import * as happens from '../support/happenings.ts'
import { type History, histories } from '../support/histories.ts'
import { arrivedEvent, KEY, type Night, policyWith, startNight } from '../support/incident.ts'
import { caseOf, contextOf, demandsOf, play, RUNS } from '../support/played.ts'

const REASON = 'Her child is missing and nobody else is on duty.'
const sup9 = { by: { id: 'sup-9', role: 'supervisor' }, reason: REASON }
const supervisor = { key: 'session-9', role: 'supervisor' as const }
const RESTRICTED = [...happens.gradedP2('20:00'), happens.restricted('20:05', ['sup-1'])]

async function restrictedNight(...after: happens.Happening[]): Promise<Night> {
  const night = startNight()
  for (const happening of [...RESTRICTED, ...after]) await night.go(happening)
  return night
}
const opened = ({ store }: Night): AlertItem[] => store.alerts(KEY).filter(({ kind }) => kind === 'break-glass')
const lines = ({ store }: Night, type: string) => store.entries(KEY).filter((line) => line.type === type)
const replays = async ({ store }: Night) =>
  (await replay(store.caseOf(KEY) as Case, store.readEntries(KEY, Number.POSITIVE_INFINITY), policyWith())).differences

describe('opening it', () => {
  it('is a line of the record with who, when and why, and tells the next rank', async () => {
    const night = await restrictedNight(happens.until('20:10'))
    expect(await night.engine.breakGlass(KEY, sup9, supervisor)).toBe(true)
    const [line] = lines(night, 'glass.broken')
    expect(line).toMatchObject({
      at: happens.instant('20:10'),
      actor: supervisor,
      consequences: { alerts: [{ kind: 'break-glass' }] },
    })
    expect(JSON.parse(line?.content ?? '')).toEqual(sup9)
    expect(JSON.stringify(caseOf(night))).not.toContain('missing')
    expect(opened(night)).toMatchObject([
      { audience: 'force-incident-manager', level: 2, status: 'open', severity: 'critical', raisedAt: happens.instant('20:10') },
    ])
    expect(await replays(night)).toEqual([])
  })

  it.each([
    ['supervisor', 'force-incident-manager'],
    ['force-incident-manager', 'duty-superintendent'],
    ['duty-superintendent', 'duty-superintendent'],
  ] as const)('by a %s tells the %s', async (role, audience) => {
    const night = await restrictedNight()
    await night.engine.breakGlass(KEY, { by: { id: 'x-1', role }, reason: REASON }, { key: 'k', role })
    expect(opened(night).map((alert) => alert.audience)).toEqual([audience])
  })

  it('is told once within the hour, however often the same person reads, in whatever spelling', async () => {
    const night = await restrictedNight(happens.until('20:10'))
    const again = { ...sup9, by: { ...sup9.by, id: 'SUP ‑ 9' } }
    await Promise.all([1, 2, 3].map(() => night.engine.breakGlass(KEY, sup9, supervisor)))
    await night.go(happens.until('21:09:59.999'))
    expect(await night.engine.breakGlass(KEY, again, supervisor)).toBe(true)
    expect([lines(night, 'glass.broken').length, opened(night).length]).toEqual([1, 1])
    await night.go(happens.until('21:10'))
    await night.engine.breakGlass(KEY, sup9, supervisor)
    expect([lines(night, 'glass.broken').length, opened(night).length]).toEqual([2, 2])
    expect(await replays(night)).toEqual([])
  })

  it('is told of each person', async () => {
    const night = await restrictedNight()
    await night.engine.breakGlass(KEY, sup9, supervisor)
    await night.engine.breakGlass(KEY, { ...sup9, by: { id: 'sup-8', role: 'supervisor' } }, supervisor)
    expect(opened(night).length).toBe(2)
  })

  it('is no opening where this person reads it anyhow, or nothing is restricted', async () => {
    const night = await restrictedNight()
    expect(await night.engine.breakGlass(KEY, { ...sup9, by: { id: 'sup-1', role: 'supervisor' } }, supervisor)).toBe(true)
    await night.go(happens.unrestricted('20:06'))
    expect(await night.engine.breakGlass(KEY, sup9, supervisor)).toBe(true)
    expect(lines(night, 'glass.broken')).toEqual([])
  })

  it('is for the roles of the ladder', async () => {
    const night = await restrictedNight()
    const before = night.store.entries(KEY).length
    for (const role of ['control-room', 'officer', 'hau', 'auditor', 'admin'] as const)
      expect([role, await night.engine.breakGlass(KEY, sup9, { key: 'k', role })]).toEqual([role, false])
    expect(await night.engine.breakGlass({ ...KEY, reference: 'WK-0' }, sup9, supervisor)).toBe(false)
    expect(night.store.entries(KEY).length).toBe(before)
  })

  it('covers no read after other readers were chosen', async () => {
    const night = await restrictedNight()
    await night.engine.breakGlass(KEY, sup9, supervisor)
    await night.go(happens.restricted('20:06', ['sup-2']))
    await night.engine.breakGlass(KEY, sup9, supervisor)
    expect(lines(night, 'glass.broken').length).toBe(2)
  })

  it('is not allowed where it cannot be recorded', async () => {
    let away = false
    const night = startNight(policyWith(), (store) => ({
      ...store,
      commit: async (changes) => {
        if (away) throw new Error('no disk')
        return store.commit(changes)
      },
    }))
    for (const happening of RESTRICTED) await night.go(happening)
    away = true
    await expect(night.engine.breakGlass(KEY, sup9, supervisor)).rejects.toThrow('no disk')
  })
})

describe('the alert of it', () => {
  const dismissal = (id: string) => ({ by: { id, role: 'force-incident-manager' }, reason: 'Looked into: she was at risk.' })
  const manager = { key: 'session-2', role: 'force-incident-manager' as const }
  const broken = async () => {
    const night = await restrictedNight(happens.until('20:10'))
    await night.engine.breakGlass(KEY, sup9, supervisor)
    return { night, alert: opened(night)[0]?.id ?? '' }
  }

  it('is ended by another person, with a reason that the record keeps', async () => {
    const { night, alert } = await broken()
    expect(await night.engine.dismiss(alert, KEY, dismissal('fim-1'), manager)).toMatchObject({ id: alert, status: 'resolved' })
    const [line] = lines(night, 'alert.dismissed')
    expect(JSON.parse(line?.content ?? '')).toEqual({ alert, ...dismissal('fim-1') })
    expect(await replays(night)).toEqual([])
  })

  it('is not ended by who raised it, in whatever spelling', async () => {
    const { night, alert } = await broken()
    expect(await night.engine.dismiss(alert, KEY, dismissal('Sup-9'), manager)).toBe('own')
    expect(opened(night)).toMatchObject([{ status: 'open' }])
  })

  it.each<[string, (night: Night, actor: Actor) => Promise<unknown>]>([
    ['opened it', ({ engine }, actor) => engine.breakGlass(KEY, sup9, actor)],
    [
      'lifted the restriction',
      ({ engine }, actor) => engine.record([{ ...arrivedEvent(happens.unrestricted('20:10', 'sup-9'), 'l1'), actor }]),
    ],
  ])('is not ended by the account that %s, whatever its name is now', async (_, raise) => {
    const account = (name: string, subject = '9', issuer = 'https://id.example'): Actor => ({
      ...manager,
      person: { issuer, subject, name },
    })
    const night = await restrictedNight(happens.until('20:10'))
    await raise(night, account('sup-9'))
    const alert = opened(night)[0]?.id ?? ''
    const ended = (actor: Actor) => night.engine.dismiss(alert, KEY, dismissal(actor.person?.name ?? ''), actor)
    expect(await ended(account('fim-1'))).toBe('own')
    expect(await ended(account('SUP-9', '10'))).toBe('own')
    expect(await ended(account('fim-1', '10'))).toMatchObject({ status: 'resolved' })
  })

  it('ends once: the second dismissal changes nothing', async () => {
    const { night, alert } = await broken()
    await night.engine.dismiss(alert, KEY, dismissal('fim-1'), manager)
    expect(await night.engine.dismiss(alert, KEY, dismissal('fim-2'), manager)).toMatchObject({ status: 'resolved' })
    expect(lines(night, 'alert.dismissed').length).toBe(1)
  })

  it('is the only alert of an incident that is dismissed', async () => {
    const { night } = await broken()
    await night.go(happens.callReceived('20:11'))
    const other = night.store.alerts(KEY).find(({ kind }) => kind === 'reassessment-demanded')
    expect(await night.engine.dismiss(other?.id ?? '', KEY, dismissal('fim-1'), manager)).toBe('not-dismissed')
    expect(await night.engine.dismiss('WK-1-a99', KEY, dismissal('fim-1'), manager)).toBe('unknown')
  })

  it('ends when a reader lifts the restriction, and not at the closing', async () => {
    const night = startNight()
    for (const happening of [...happens.everythingDone, happens.restricted('20:45', ['sup-1'])]) await night.go(happening)
    await night.engine.breakGlass(KEY, sup9, supervisor)
    await night.go(happens.closed('20:50'))
    expect(opened(night)).toMatchObject([{ status: 'open' }])
    await night.go(happens.unrestricted('20:55'))
    expect(opened(night)).toMatchObject([{ status: 'resolved' }])
  })
})

it('counts in another incident, and is named there again once it is lifted', async () => {
  const night = startNight()
  const post = async (reference: string, ...happened: happens.Posted[]) => {
    for (const [place, { type, at, recordedAt, data, role }] of happened.entries()) {
      await night.go({ kind: 'clock', at: recordedAt })
      const id = `${reference}-${place}-${at}`
      await night.engine.record([{ ...KEY, reference, source: 'urn:x', id, type, at, data, actor: { key: 'k', role } }])
    }
  }
  const ofHigh = [happens.reported('19:00', { flags: ['strangulation'] }), happens.restricted('19:01', ['sup-1'])]
  await post('WK-1', ...ofHigh)
  await post('WK-2', happens.reported('20:00'))
  const other = { ...KEY, reference: 'WK-2' }
  const repeat = async (reader?: string | null) => (await night.engine.view(other, reader))?.risk.repeat
  const known = { count: 1, highestRisk: 'high', by: ['person'], incidents: [{ incident: 'WK-1' }] }
  expect(await repeat()).toMatchObject(known)
  expect(await repeat('Sup-1')).toMatchObject(known)
  for (const stranger of [null, 'sup-9'])
    expect(await repeat(stranger)).toEqual({
      count: 1,
      restricted: 1,
      incidents: [],
      highestRisk: null,
      by: [],
      escalation: false,
    })
  const briefing = await night.engine.briefing(other, null)
  expect(JSON.stringify(briefing)).not.toContain('WK-1')
  // The risk of the other is as high as ever.
  const [alert] = night.store.alerts(other)
  expect(alert).toMatchObject({ kind: 'repeat-victim', status: 'open' })
  await post('WK-1', happens.unrestricted('20:30'))
  expect(await repeat(null)).toMatchObject(known)
})

/** Words about lines of the record by their number, or alerts by theirs: both count what a restriction adds. */
const BY_NUMBER = /^found to|^thrive scored/
const RESTRICTING = /restricted/
const comparable = histories.map(({ chapter, steps }) => ({
  chapter,
  steps: steps
    .filter(({ what }) => !BY_NUMBER.test(what) && !RESTRICTING.test(what))
    .map((step) => ({ ...step, acknowledges: null })),
}))
const inserted = fc.array(
  fc.record({ place: fc.nat(25), what: fc.constantFrom('restricted', 'restricted by another', 'unrestricted') }),
  {
    minLength: 1,
    maxLength: 4,
  },
)

it('in whatever happens, demands, clocks and alerts are as they are without a restriction', () =>
  fc.assert(
    fc.asyncProperty(comparable, inserted, async (history, restrictions) => {
      const steps: History['steps'][number][] = [...history.steps]
      for (const { place, what } of restrictions)
        steps.splice(Math.min(place, steps.length), 0, {
          ...{ what, afterSeconds: 0, lateSeconds: 0, demand: 0, workers: true, acknowledges: null },
        })
      const plain = await play(history, 'on time')
      const restricted = await play({ ...history, steps }, 'on time')
      expect(asked(restricted.night)).toEqual(asked(plain.night))
      expect(await replays(restricted.night)).toEqual([])
    }),
    { numRuns: RUNS },
  ))

/** Without the ids of alerts and clocks, which are numbered. */
function asked(night: Night) {
  const { timers } = caseOf(night)
  return {
    demands: demandsOf(caseOf(night)),
    alerts: night.store
      .alerts(KEY)
      .filter(({ kind }) => kind !== 'break-glass')
      .map(({ id: _, ...alert }) => alert),
    // A check is named after its line, and a restriction adds lines before it.
    clocks: timers
      .map(({ machine, deadline, dueAt }) => `${machine.replace(/(reassessment-check)\/\d+$/, '$1')} ${deadline} ${dueAt}`)
      .sort(),
    grade: contextOf(caseOf(night)).riskGrade,
  }
}
