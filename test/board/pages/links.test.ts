/** In every role each link of each page leads somewhere: whoever follows them all from the first page is refused nothing. */
import { ROLES } from '../../../machines/rules/vocabulary.ts'
import { PAGES } from '../../../src/board/pages/index.ts'
import { event } from '../../support/client.ts'
import { useDesk } from './desk.ts'

const desk = useDesk()
/** Of pages that differ in their reference, date or filter alone; a form is another for each event. */
const MOST_ALIKE = 2

const shapes = PAGES.map(({ path }) => ({ path, shape: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`) }))
function kindOf(address: string): string {
  const path = address.split('?')[0] ?? ''
  const page = shapes.find(({ shape }) => shape.test(path))?.path ?? path
  return page.includes(':event') ? (path.split('/').at(-1) ?? '') : page
}

const linksIn = (html: string): readonly string[] =>
  [...html.matchAll(/<a\b[^>]*\bhref="([^"#]*)/g)].map(([, href = '']) => href.replaceAll('&amp;', '&'))

beforeAll(async () => {
  const post = async (posted: ReturnType<typeof event>) =>
    expect((await desk.server.post('control-room', posted)).code).toBeLessThan(300)
  await desk.report('WK/LATE', { persons: [{ role: 'victim', personRef: 'P-1', name: 'Ann Example' }] })
  await post(event('thrive.assessed', 'WK/LATE'))
  await post(event('incident.graded', 'WK/LATE', { priority: 'P1' }))
  await desk.report('WK-AGAIN', { persons: [{ role: 'victim', personRef: 'P-1', name: 'Ann Example' }] })
  await post(event('call.received', 'WK/LATE', { text: 'He has kicked the door in.' }))
  await desk.server.post('control-room', event('incident.reported', 'WK-REFUSED', { receivedAt: 'yesterday' }))
  await desk.server.alertRaised('WK%2FLATE', 'attendance-overdue')
}, 120_000)

it.each(ROLES)(
  'as %s',
  async (role) => {
    const visitor = await desk.as(role)
    const alike = new Map<string, number>()
    const known = new Map([['/', '']])
    const refused: string[] = []
    for (const [address, from] of known) {
      const kind = kindOf(address)
      const before = alike.get(kind) ?? 0
      if (before >= MOST_ALIKE) continue
      alike.set(kind, before + 1)
      const { status, html } = await visitor.get(address)
      if (status >= 400) refused.push(`${status} ${address}, from ${from}`)
      for (const href of linksIn(html)) {
        const { pathname, search } = new URL(href, `http://board${address}`)
        if (!known.has(pathname + search)) known.set(pathname + search, address)
      }
    }
    expect(refused).toEqual([])
    expect(alike.size).toBeGreaterThan(role === 'admin' ? 1 : 10)
  },
  120_000,
)
