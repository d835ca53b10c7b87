/** `export REF`: the whole record of an incident, beside the server that works on it, for its owner's eyes only. */
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import canonicalize from 'canonicalize'
import type { Exported } from '../../src/cli/record/exported.ts'
import { SECONDS } from '../journeys/policy.ts'
import { event } from '../support/client.ts'
import { createPlace, type Place, type Server } from '../support/server.ts'

const sha256 = (...parts: (string | Buffer)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex')

describe('an exported incident', () => {
  let place: Place
  let server: Server
  let out: string

  beforeAll(async () => {
    place = await createPlace(SECONDS, { madeBefore: true })
    server = await place.start()
    out = join(place.dataDir, 'exports')
    const narrative = '<b>He</b> is outside & shouting.'
    await server.post('control-room', event('incident.reported', '../WK/1', { narrative }))
    await server.post('control-room', event('incident.graded', '../WK/1', { priority: 'P3' }))
  })
  afterAll(() => place.remove())

  it('holds every line with what was said, and a chain that anybody can check', async () => {
    const { code, stdout } = await place.run('export', '../WK/1', '--json')
    expect(code).toBe(0)
    const { incident, timeline, verification } = JSON.parse(stdout) as Exported
    expect(incident).toMatchObject({ incident: '../WK/1', priority: 'P3' })
    expect(timeline.map(({ type }) => type)).toEqual(['incident.reported', 'incident.graded'])
    expect(verification).toMatchObject({ lines: 2, replayed: true, differences: [] })
    let previous = '0'.repeat(64)
    for (const { data, chain } of timeline) {
      expect(sha256(Buffer.from(chain.salt ?? '', 'hex'), canonicalize(data) ?? '')).toBe(chain.commitment)
      expect(JSON.parse(chain.canonical)).toMatchObject({ previous, content: chain.commitment })
      previous = sha256(chain.canonical)
    }
    expect(previous).toBe(verification.head)
  })

  it('is two files for their owner alone, of which the page is marked and shows text as text', async () => {
    const { code, stdout } = await place.run('export', '../WK/1', '--out', out)
    expect(code).toBe(0)
    const files = stdout.trim().split('\n')
    expect(files).toEqual([join(out, '..%2FWK%2F1.json'), join(out, '..%2FWK%2F1.html')])
    for (const file of files) expect(statSync(file).mode & 0o777).toBe(0o600)
    const page = readFileSync(String(files[1]), 'utf8')
    expect(page).toContain('OFFICIAL-SENSITIVE')
    expect(page).toContain('&lt;b&gt;He&lt;/b&gt; is outside &amp; shouting.')
    expect(page).not.toContain('<b>He</b>')
    expect(page).toMatch(/Reported \d+ \w+ \d{4} \d\d:\d\d:\d\d (GMT|BST)/)
  })

  it('says when there is no such incident, and how it is used', async () => {
    expect(await place.run('export', 'WK-404')).toMatchObject({ code: 1, stderr: expect.stringContaining('no incident WK-404') })
    expect(await place.run('export')).toMatchObject({ code: 2, stderr: expect.stringContaining('usage: reassess export REF') })
  })
})
