/** Who is who in an incident: what whoever names people is asked to look at again, and which of them are children. */
import type { CaseEventData } from '../../machines/rules/events.ts'
import * as happens from '../support/happenings.ts'
import { KEY, startNight } from '../support/incident.ts'

type Persons = NonNullable<CaseEventData['incident.reported']['persons']>

async function night(persons: Persons, ...more: readonly happens.Posted[]) {
  const { go, engine } = startNight()
  const warnings: string[][] = []
  for (const posted of [happens.but(happens.reported('20:00'), { persons }), ...more]) {
    const outcome = await go(posted)
    if (outcome?.status !== 'accepted') throw new Error(JSON.stringify(outcome))
    warnings.push(
      outcome.warnings.map(({ code, pointer }) => `${code} ${pointer}`).filter((one) => /two-roles|under-16/.test(one)),
    )
  }
  const view = await engine.view(KEY)
  const briefing = await engine.briefing(KEY)
  return { warnings, flags: view?.risk.flags, children: briefing?.children.known }
}

describe('one person in two roles of one incident', () => {
  it('is said of the report, however the reference is written', async () => {
    const { warnings } = await night([
      { role: 'victim', personRef: 'P-1' },
      { role: 'suspect', personRef: ' p\u20111' },
    ])
    expect(warnings).toEqual([['person-in-two-roles /data/persons/1/role']])
  })

  it('is said of whoever is identified or corrected later', async () => {
    const child = happens.identified('20:05', { role: 'child', personRef: 'P-9' })
    const suspect = happens.corrected('20:10', { persons: [{ role: 'suspect', personRef: 'P-9' }] })
    expect((await night([], child, suspect)).warnings).toEqual([[], [], ['person-in-two-roles /data/persons/0/role']])
  })

  it.each([
    ['a victim who rings for herself', 'victim', 'caller'],
    ['a child who is the victim', 'victim', 'child'],
    ['a victim who is a witness', 'victim', 'witness'],
  ] as const)('is nothing to say of %s', async (_, one, other) => {
    const { warnings } = await night([
      { role: one, personRef: 'P-1' },
      { role: other, personRef: 'P-1' },
    ])
    expect(warnings).toEqual([[]])
  })
})

describe('a victim who is a child', () => {
  const born = (dateOfBirth: string): Persons => [{ role: 'victim', personRef: 'P-1', dateOfBirth }]

  // The report is of 20 November 2026.
  it.each([
    ['2008-11-20', 'an adult from the birthday', { flags: [], children: 0, warnings: [[]] }],
    ['2008-11-21', 'a child to the day before', { flags: ['child-victim'], children: 1, warnings: [[]] }],
    ['2010-11-20', 'a party from 16', { flags: ['child-victim'], children: 1, warnings: [[]] }],
    [
      '2010-11-21',
      'no party under 16',
      { flags: ['child-victim'], children: 1, warnings: [['party-under-16 /data/persons/0/role']] },
    ],
    ['2008', 'perhaps a child, where only the year is known', { flags: ['child-victim'], children: 1, warnings: [[]] }],
    ['2007', 'an adult, whatever the day', { flags: [], children: 0, warnings: [[]] }],
  ])('%s: %s', async (dateOfBirth, _, expected) => expect(await night(born(dateOfBirth))).toEqual(expected))

  it('is told apart from a child who is there', async () =>
    expect(await night([{ role: 'child', personRef: 'P-3', dateOfBirth: '2018-09-03' }])).toEqual({
      ...{ flags: [], children: 1, warnings: [[]] },
    }))

  it('is safeguarded from when it comes out', async () => {
    const { flags, children } = await night([], happens.identified('20:05', { personRef: 'P-1', dateOfBirth: '2012-01-01' }))
    expect({ flags, children }).toEqual({ flags: ['child-victim'], children: 1 })
  })

  it('is not asked of a suspect of 15 beyond the warning', async () =>
    expect(await night([{ role: 'suspect', personRef: 'P-2', dateOfBirth: '2011-06-01' }])).toEqual({
      ...{ flags: [], children: 0, warnings: [['party-under-16 /data/persons/0/role']] },
    }))
})
