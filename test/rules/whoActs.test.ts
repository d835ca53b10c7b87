import { z } from 'zod'
import { EVENT_NAMES, EVENTS, eventsWith } from '../../machines/rules/events.ts'
import { person } from '../../machines/rules/fields.ts'
import { actingFieldOf, SECOND_PERSONS, secondPersonsIn } from '../../machines/rules/whoActs.ts'

type JsonSchema = { readonly properties?: Readonly<Record<string, JsonSchema>>; readonly [word: string]: unknown }
const isPerson = ({ properties = {} }: JsonSchema) => Object.keys(properties).sort().join() === 'id,role'

/** Each field of an event that names a person, as a path. */
function peopleIn(schema: JsonSchema, path: readonly string[] = []): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([field, within]) =>
    isPerson(within) ? [[...path, field].join('/')] : peopleIn(within, [...path, field]),
  )
}
const people = EVENT_NAMES.map((name) => ({
  name,
  fields: peopleIn(z.toJSONSchema(EVENTS[name].schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema),
}))

it('names who acts in each event but the first report', () => {
  expect(EVENT_NAMES.filter((name) => actingFieldOf(name) === null)).toEqual(['incident.reported'])
  for (const { name, fields } of people)
    if (name !== 'incident.reported')
      expect({ name, fields }).toEqual({ name, fields: expect.arrayContaining([actingFieldOf(name)]) })
})

it('calls the field `by`, but where the contract has another word', () => {
  const others = EVENT_NAMES.filter((name) => !['by', null].includes(actingFieldOf(name)))
  expect(Object.fromEntries(others.map((name) => [name, actingFieldOf(name)]))).toEqual({
    'thrive.assessed': 'assessor',
    'thrive.scored': 'scorer',
    'risk.reassessed': 'assessor',
    'dash.submitted': 'author',
    'dash.reviewed': 'reviewer',
  })
})

it('knows of each other person whom an event names: a second person, or somebody who is spoken of', () => {
  const seconds: readonly string[] = SECOND_PERSONS.map((path) => path.join('/'))
  const others = people.flatMap(({ name, fields }) =>
    fields.filter((field) => field !== actingFieldOf(name) && !seconds.includes(field)).map((field) => `${name} ${field}`),
  )
  expect(others).toEqual([
    'dash.submitted modeException/by',
    'hau.feedback author',
    'bail.granted authorisedBy',
    'bail.extended authorisedBy',
  ])
  const found = new Set(people.flatMap(({ fields }) => fields.filter((field) => seconds.includes(field))))
  expect([...found].sort()).toEqual([...seconds].sort())
})

it('finds who approved or agreed, with the pointer', () => {
  const someone = person.parse({ id: 'fim-1', role: 'inspector' })
  expect(secondPersonsIn({ by: someone, approvedBy: someone })).toEqual([{ pointer: '/data/approvedBy', person: someone }])
  expect(secondPersonsIn({ decision: { priority: 'P3', approvedBy: someone } })).toEqual([
    { pointer: '/data/decision/approvedBy', person: someone },
  ])
  expect(secondPersonsIn({ decision: 'accepted' })).toEqual([])
})

it('takes a second person’s act from nobody but that person', () => {
  expect(eventsWith(({ onlyByOneself }) => onlyByOneself)).toEqual([
    'thrive.scored',
    'reassessment.checked',
    'dash.reviewed',
    'incident.restricted',
    'incident.unrestricted',
    'approval.given',
  ])
})
