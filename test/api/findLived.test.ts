/** Finding what was posted, from the outside, on a real PostgreSQL: who was reported, identified and corrected. */
import { wrongWith } from '../support/answers.ts'
import { type Client, event, type Fields } from '../support/client.ts'
import { policyWith } from '../support/incident.ts'
import { type ServedRecord, serveRecord } from '../support/servedRecord.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()
let served: ServedRecord
let api: Client
beforeAll(async () => {
  served = await serveRecord($.store, policyWith(), { supervisor: 'warwickshire', officer: 'warwickshire', hau: 'warwickshire' })
  api = served.api
})
afterAll(() => served.stop())

const by = { id: 'ch-1', role: 'call-handler' }
async function posted(...[name, reference, data]: Parameters<typeof event>): Promise<void> {
  const { code, body } = await api.post('supervisor', event(name, reference, data))
  expect([code, body.errors]).toEqual([201, undefined])
}
async function find(question: Fields, role: 'supervisor' | 'officer' = 'supervisor') {
  const body = JSON.stringify(question)
  const answer = await api.ask('/v1/find', role, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  expect(answer.status).toBe(200)
  return (await answer.json()) as { items: { incident: string; by: string[] }[]; next: string | null; restricted: number }
}
const found = async (question: Fields) => (await find(question)).items.map(({ incident }) => incident)

it('finds everybody who is named, under every word that was said of them', async () => {
  const location = { address: 'Flat 2, 11 Fictional Road', area: 'urban', postcode: 'CV99 1ZZ' }
  const persons = [
    { role: 'victim', name: 'Siân Example-Person', personRef: 'P-1', phone: '07700900001' },
    { role: 'suspect', name: 'Jon O’Example', personRef: 'S-1', phone: '07700 900002' },
  ]
  await posted('incident.reported', 'WK-20261120-0412', { location, persons })
  await posted('person.identified', 'WK-20261120-0412', { person: { role: 'witness', name: 'Łucja Witness' }, by })
  const corrected = [{ role: 'suspect', personRef: 'S-1', name: 'John O Example' }]
  await posted('incident.corrected', 'WK-20261120-0412', { by, persons: corrected, location: { postcode: 'CV99 2ZZ' } })
  await posted('incident.reported', 'WK-20261120-0413', { persons: [{ role: 'victim', name: 'Ann Person' }] })
  for (const question of [
    { reference: 'wk 20261120 412' },
    { personRef: 's-1' },
    { phone: '+44 7700 900002' },
    { name: 'sian example person' },
    { name: 'Jon OExample' },
    { name: "O'Example, Mr John" },
    { name: 'lucja' },
    { address: '11 fictional rd' },
    { postcode: 'cv991zz' },
    { postcode: 'cv992zz' },
    { name: 'person', postcode: 'CV99' },
  ])
    expect([question, await found(question)]).toEqual([question, ['WK-20261120-0412']])
  expect(await found({ name: 'Person' })).toEqual(['WK-20261120-0413', 'WK-20261120-0412'])
  expect(await found({ name: 'Sian Witness' })).toEqual([])
})

it('makes no history of a surname, of a postcode or of a witness', async () => {
  const one = { role: 'witness', personRef: 'W-9', phone: '07700900009' }
  for (const reference of ['WK-1', 'WK-2'])
    await posted('incident.reported', reference, {
      persons: [{ role: 'victim', name: 'Same Surname' }, one],
      location: { postcode: 'CV98 1ZZ' },
    })
  const { risk } = await api.incident('WK-2')
  expect(risk.repeat).toMatchObject({ count: 0, incidents: [] })
  expect(await found({ name: 'surname' })).toEqual(['WK-2', 'WK-1'])
})

it('answers as the document says', async () => {
  const answer = await find({ name: 'person', limit: 1 })
  expect(wrongWith('FoundPage', answer)).toBeNull()
  expect([answer.items.length, answer.next === null, answer.items[0]?.by]).toEqual([1, false, ['name']])
  const rest = await find({ name: 'Person', limit: 1, cursor: answer.next })
  expect(rest.items.map(({ incident }) => incident)).toEqual(['WK-20261120-0412'])
})

it('shows an officer what is open', async () => {
  await $.database.query("update reassess.cases set closed = true where reference = 'WK-20261120-0413'")
  expect((await find({ name: 'person' }, 'officer')).items.map(({ incident }) => incident)).toEqual(['WK-20261120-0412'])
  expect(await found({ name: 'person' })).toHaveLength(2)
})
