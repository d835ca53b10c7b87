/** `/incidents/{ref}/briefing`: what at the door. */
import { type Briefing, briefingSeen } from '../../../src/board/pages/briefing/model.ts'
import { event } from '../../support/client.ts'
import { seen } from '../read.ts'
import { HOSTILE, useDesk } from './desk.ts'

const NOW = Date.parse('2026-11-20T21:30:00.000Z')

const EMPTY: Briefing = {
  ...{
    incident: 'WK-1',
    force: 'warwickshire',
    version: 1,
    reportedAt: '2026-11-20T21:00:00.000Z',
    priority: null,
    attendBy: null,
    attendedAt: null,
    resolvedByTelephoneAt: null,
    closed: false,
  },
  ...{ breaches: [], location: null, corrected: [], firstWords: null, people: [], flags: [], highRiskFlags: [], riskGrade: null },
  ...{ children: { known: 0, asked: null, answer: null }, weapons: null, situation: null },
  ...{ suspect: { whereabouts: null, dealtWith: null }, peopleAtRisk: [], links: [], standing: [], historyChecks: null },
  repeat: { count: 0, incidents: [], highestRisk: null, escalation: false, by: [] },
  ...{ safeContact: {}, communicationNeeds: null, safetyAdvice: null, saidAt: {}, adviceLine: null, interimRisk: null },
  ...{ thrive: null, reassessed: null, openDemands: [], since: [], supervisors: [] },
}

describe('its model', () => {
  const terms = (list: readonly { readonly term: string }[]) => list.map(({ term }) => term)

  it('names all that nobody has said, and gives no warning that nobody gave', () => {
    const { warnings, unknown, known } = briefingSeen(EMPTY, NOW)
    expect([warnings, known]).toEqual([[], []])
    expect(terms(unknown)).toEqual([
      'Weapons: nobody has said',
      'Where the suspect and the victim are: nobody has said',
      'Children: nobody has asked',
      'The address',
      'How to reach the victim safely',
      'The risk: nobody has assessed it',
      'By when to be there: nobody has graded it',
    ])
  })

  it('tells nobody to be there by a time at which nobody is due any more', () => {
    const late = { ...EMPTY, priority: 'P2', attendBy: '2026-11-20T21:20:00.000Z' }
    expect(briefingSeen(late, NOW)).toMatchObject({ isDue: true, isLate: true, isClosed: false })
    expect(briefingSeen({ ...late, attendedAt: '2026-11-20T21:25:00.000Z' }, NOW)).toMatchObject({ isDue: false, isLate: false })
    expect(briefingSeen({ ...late, resolvedByTelephoneAt: '2026-11-20T21:25:00.000Z' }, NOW)).toMatchObject({
      ...{ isDue: false, isLate: false, attendedAt: '' },
    })
    const over = briefingSeen({ ...EMPTY, closed: true }, NOW, [{ href: '/x', label: 'Another call' }])
    expect(over).toMatchObject({ isDue: false, isLate: false, isClosed: true, offers: [{ label: 'Another call' }] })
    expect(terms(over.unknown)).not.toContain('By when to be there: nobody has graded it')
  })

  it('says how old each fact is, and since when what was known is not', () => {
    const situation = {
      ...{ at: '2026-11-20T21:10:00.000Z', from: 'risk.reassessed' as const, sequence: 4 },
      suspect: { where: 'nearby', source: 'victim', knownAt: '2026-11-20T21:05:00.000Z' },
      victim: { where: 'unknown', source: 'none', knownAt: null },
      ...{ canReach: 'yes', changed: ['threats'], protects: ['nothing'] },
    }
    const one = {
      ...{ ...EMPTY, situation, unknownSince: { victim: '2026-11-20T20:30:00.000Z' }, weapons: 'A knife in the kitchen' },
      saidAt: { weapons: '2026-11-20T21:02:00.000Z' },
    }
    const { warnings, unknown, known } = briefingSeen(one, NOW)
    expect(warnings).toMatchObject([
      { term: 'Weapons', text: 'A knife in the kitchen', age: '28 min' },
      { term: 'The suspect can reach the victim', text: 'Yes', age: '20 min' },
      { term: 'What protects the victim', text: 'Nothing', age: '20 min' },
    ])
    expect(unknown).toContainEqual({ term: 'Where the victim is', since: '2026-11-20T20:30:00.000Z', age: '1 h' })
    expect(known).toMatchObject([
      { term: 'Where the suspect is', text: 'Nearby, said by the victim', age: '25 min' },
      { term: 'What had changed', text: 'Threats', age: '20 min' },
    ])
  })

  it('puts orders and markers among the warnings, also those of earlier incidents', () => {
    const marker = {
      incident: 'WK-0',
      kind: 'marker',
      name: 'M-1',
      state: 'active',
      facts: { reason: 'dangerous-dog' },
      text: 'Two dogs.',
    }
    expect(briefingSeen({ ...EMPTY, standing: [marker] }, NOW).standing).toEqual([
      { name: 'Marker M-1', facts: 'active · dangerous dog', text: 'Two dogs.', isLong: false, from: 'WK-0' },
    ])
  })

  it('shows exactly what somebody wrote, and no code', () => {
    const safeguarding = ['Out-of-hours refuge, line open.\nNeighbour rings twice.', 'Locks changed.']
    const one = {
      ...EMPTY,
      reassessed: { ...({ at: '2026-11-20T21:10:00.000Z' } as NonNullable<Briefing['reassessed']>), safeguarding },
      ...{ historyChecks: { done: ['repeat', 'orders', 'marac'], notDoneReason: null }, highRiskFlags: ['high-risk', 'weapons'] },
      ...{
        flags: ['high-risk', 'weapons'],
        corrected: [{ at: EMPTY.reportedAt, field: 'location', was: { address: '1 Mill-Lane', lat: 52.1 } }],
      },
    } as unknown as Briefing
    const { known, warnings, corrected } = briefingSeen(one, NOW)
    expect(known.map(({ term, text }) => [term, text])).toEqual([
      ['What is done for their safety', safeguarding.join('\n')],
      ['Earlier records that were checked', 'Earlier incidents; Orders and bail; MARAC'],
    ])
    expect(warnings).toMatchObject([{ term: 'High risk because of', text: 'Flagged as high risk, weapons' }])
    expect(corrected[0]?.was.map(({ text }) => text)).toEqual(['Address: 1 Mill-Lane', 'Lat: 52.1'])
  })

  it('counts restricted earlier incidents and names none', () => {
    const repeat = { ...EMPTY.repeat, count: 2, restricted: 2, escalation: true }
    expect(briefingSeen({ ...EMPTY, repeat }, NOW).earlier).toMatchObject({ count: 2, restricted: 2, rows: [] })
  })
})

describe('the page', () => {
  const desk = useDesk()
  const of = (reference: string) => `/incidents/${reference}/briefing`

  it.each(['officer', 'control-room', 'supervisor', 'hau', 'auditor'] as const)(
    'tells a %s what is not known first',
    async (role) => {
      await desk.report(`WK-${role}`, { narrative: 'He is outside.' })
      const { status, html } = await (await desk.as(role)).get(of(`WK-${role}`))
      expect(status).toBe(200)
      const text = seen(html)
      expect(text).toContain('Nobody has given a warning. That does not mean that there is no danger.')
      expect(text).toContain('Not known Weapons: nobody has said')
      expect(text.indexOf('Not known')).toBeLessThan(text.indexOf('He is outside.'))
      expect(text).toContain('As the record stood at')
    },
  )

  it('keeps hostile and endless text as text', async () => {
    const narrative = `${HOSTILE} ${'long '.repeat(4_000)}`.replaceAll(/[\u202c\u202e]/g, '').slice(0, 20_000)
    await desk.report('WK-HOSTILE', { narrative, location: { address: '<img src=x onerror=alert(1)>' } })
    const { status, html } = await (await desk.as('officer')).get(of('WK-HOSTILE'))
    expect(status).toBe(200)
    expect(html).not.toMatch(/<script>alert|<img/)
    expect(html).toContain('&lt;script&gt;alert(1)')
    expect(html).toContain('class="said long"')
  })

  it('says when each thing of a THRIVE was said', async () => {
    await desk.report('WK-THRIVE')
    const time = new Date(Date.now() - 720_000).toISOString()
    const assessed = event('thrive.assessed', 'WK-THRIVE', { weapons: 'An axe by the door.' }, { time })
    expect(await desk.server.post('control-room', assessed)).toMatchObject({ code: 201 })
    const text = seen((await (await desk.as('officer')).get(of('WK-THRIVE'))).html)
    expect(text).toMatch(/Weapons An axe by the door\. [\d:A-Za-z ]+, 12 min ago/)
    expect(text).not.toContain('Weapons: nobody has said')
  })

  it('is refused where the API refuses: no such incident, a closed one, a restricted one', async () => {
    const visitor = await desk.as('officer')
    expect((await visitor.get(of('WK-NONE'))).status).toBe(404)
    await desk.report('WK-RESTRICTED', { narrative: 'A colleague hit her.' })
    await desk.server.post('supervisor', event('incident.restricted', 'WK-RESTRICTED'))
    const { status, html } = await visitor.get(of('WK-RESTRICTED'))
    expect(status).toBe(403)
    expect(html).not.toContain('A colleague hit her.')
    expect(html).not.toContain('name="reason"')
  })
})
