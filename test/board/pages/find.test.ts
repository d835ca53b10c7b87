/** `/find`: met before? */
import { event } from '../../support/client.ts'
import { seen } from '../read.ts'
import { HOSTILE, useDesk } from './desk.ts'

const desk = useDesk()
const found = (html: string): string[] => [...html.matchAll(/data-incident="([^"]+)"/g)].map(([, incident = '']) => incident)

const person = (name: string, more: object = {}) => ({ role: 'victim', name, ...more })

it.each(['supervisor', 'officer', 'control-room', 'hau', 'auditor'] as const)('asks a %s what they know', async (role) => {
  const { status, html } = await (await desk.as(role)).get('/find')
  expect(status).toBe(200)
  for (const field of ['reference', 'personRef', 'phone', 'name', 'address', 'postcode'])
    expect(html).toContain(`name="/${field}"`)
  expect(html).toContain('method="post" action="/find"')
})

it('leads straight to the incident whose number it is, in any case and spacing', async () => {
  await desk.report('WK-20261120-0412', { persons: [person('Ann Person', { phone: '07700 900001', personRef: 'P-77' })] })
  for (const role of ['supervisor', 'officer'] as const) {
    const answer = await (await desk.as(role)).post('/find', { '/reference': ' wk 20261120 0412 ' })
    expect(answer).toMatchObject({ status: 303, to: '/incidents/WK-20261120-0412' })
  }
  // With a zero left out it may be another: somebody looks.
  const near = await (await desk.as('supervisor')).post('/find', { '/reference': 'wk 20261120 412' })
  expect([near.status, found(near.html)]).toEqual([200, ['WK-20261120-0412']])
})

it.each([
  ['/phone', '+44 7700 900001', 'Found by telephone number'],
  ['/personRef', 'p-77', 'Found by reference of a person'],
  ['/name', 'PERSON', 'Found by name'],
  ['/address', 'fictional row', 'Found by address or place'],
])('finds by %s and says why', async (field, value, why) => {
  const { status, html, to } = await (await desk.as('officer')).post('/find', { [field]: value })
  expect([status, to, found(html)]).toEqual([200, null, ['WK-20261120-0412']])
  expect(seen(html)).toContain(why)
  expect(seen(html)).toContain('in open incidents')
})

it.each([
  ['Person', '/name', 'Person'],
  ['07700 900001', '/phone', '07700 900001'],
])('looks for %s, typed as an incident number, where it is found', async (typed, field, value) => {
  const visitor = await desk.as('supervisor')
  const { html } = await visitor.post('/find', { '/reference': typed })
  expect(seen(html)).toContain('No incident has this number.')
  expect(html).toContain(`<button type="submit" class="plain" name="${field}" value="${value}">`)
  expect(found((await visitor.post('/find', { [field]: value })).html)).toEqual(['WK-20261120-0412'])
})

it('says what was searched and what an empty answer does not prove', async () => {
  const { status, html } = await (await desk.as('officer')).post('/find', { '/name': 'Smith', '/postcode': 'CV99' })
  expect(status).toBe(200)
  const text = seen(html)
  expect(text).toContain('Nothing found Searched: Name “ Smith ”, Postcode “ CV99 ”, in open incidents.')
  expect(text).toContain('Closed incidents were not searched')
  expect(text).toContain('not by how it sounds')
  expect(html).toContain('value="Smith"')
})

it('refuses a question that cannot be asked, at its fields', async () => {
  const visitor = await desk.as('supervisor')
  const nothing = await visitor.post('/find', { '/name': ' ' })
  expect(nothing.status).toBe(422)
  expect(seen(nothing.html)).toContain('Fill in at least one field')
  const short = await visitor.post('/find', { '/phone': '123', '/name': 'Person' })
  expect(short.status).toBe(422)
  expect(short.html).toContain('href="#/phone"')
  expect(short.html).toContain('value="123"')
})

it('says that something is restricted, and not what', async () => {
  await desk.report('WK-SECRET-1', { persons: [person('Hidden Person')] })
  expect(await desk.server.post('supervisor', event('incident.restricted', 'WK-SECRET-1'))).toMatchObject({ code: 201 })
  const { html } = await (await desk.as('supervisor')).post('/find', { '/name': 'Hidden' })
  expect(seen(html)).toContain('1 incident of this page is restricted. There is something, and it is not shown to you.')
  expect(html).not.toContain('WK-SECRET-1')
  expect(seen(html)).not.toContain('Nothing found')
})

it('keeps hostile text as text, and takes no more than the API', async () => {
  const visitor = await desk.as('supervisor')
  const { status, html } = await visitor.post('/find', { '/name': HOSTILE.slice(0, 200) })
  expect([200, 422]).toContain(status)
  expect(html).not.toContain('<script>alert')
  const long = await visitor.post('/find', { '/address': `<script>${'y'.repeat(20_000)}` })
  expect([413, 422]).toContain(long.status)
  expect(long.html).not.toContain('<script>y')
})

it('pages by posting, the newest first, and no address has a word of it', async () => {
  for (let n = 1; n <= 120; n++) await desk.report(`WK-MANY-${n}`, { persons: [person('Manifold Person')] })
  const visitor = await desk.as('supervisor')
  const all: string[] = []
  let fields: Record<string, string> = { '/name': 'manifold' }
  for (let page = 0; page < 5; page++) {
    const { html, headers } = await visitor.post('/find', fields)
    all.push(...found(html))
    expect(headers.get('cache-control')).toContain('no-store')
    expect(html).not.toMatch(/href="[^"]*manifold/i)
    const cursor = /name="cursor" value="([^"]+)"/.exec(html)?.[1]
    if (cursor === undefined) break
    expect(html).toContain('name="/name" value="manifold"')
    fields = { '/name': 'manifold', cursor }
  }
  expect([all.length, new Set(all).size, all[0]]).toEqual([120, 120, 'WK-MANY-120'])
}, 60_000)
