/** A board that listens loses nothing: not over a connection that was cut, and not over a server that was killed. */
import { event } from '../support/client.ts'
import { oneCauseOneAlert, verifies } from './holds.ts'
import { SECONDS } from './policy.ts'
import { useServer } from './served.ts'

const $ = useServer(SECONDS)

const note = (reference: string) => event('log.noted', reference)
const report = async (reference: string) =>
  expect((await $.server.post('control-room', event('incident.reported', reference))).code).toBe(201)
const versionsOf = (reference: string, heard: readonly { event: string; data: object }[]) =>
  heard.flatMap(({ event, data }) => {
    const item = data as { incident: string; version: number }
    return event === 'incident' && item.incident === reference ? [item.version] : []
  })

describe('the live stream', () => {
  it('is resumed over a killed server, and what a slow reader missed comes in order, once', async () => {
    const first = await $.server.listen()
    await report('WK-1')
    await first.hears('the report', ({ event, data }) => event === 'incident' && data.incident === 'WK-1')
    // The listener's line is cut; the world goes on.
    const left = first.lastId()
    first.close()
    await first.ended
    for (let count = 0; count < 5; count++) await $.server.post('control-room', note('WK-1'))
    await $.server.kill9()
    await $.startAgain()
    for (let count = 0; count < 5; count++) await $.server.post('control-room', note('WK-1'))

    const second = await $.server.listen(left)
    await second.hears('the last note', ({ data }) => 'version' in data && data.version === 11)
    await $.server.post('control-room', note('WK-1'))
    await second.hears('a note that came while it listened', ({ data }) => 'version' in data && data.version === 12)
    expect(versionsOf('WK-1', second.heard)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    second.close()
  })

  it('skips nothing and repeats nothing of many incidents that change at once, however often it is cut', async () => {
    const references = Array.from({ length: 8 }, (_, index) => `WK-M${index}`)
    const start = await $.server.listen()
    let last = start.lastId()
    start.close()
    const posting = Promise.all(
      references.map(async (reference) => {
        await report(reference)
        for (let count = 0; count < 24; count++) await $.server.post('control-room', note(reference))
      }),
    )
    const heard: { event: string; data: object }[] = []
    const all = () => references.every((reference) => versionsOf(reference, heard).includes(25))
    for (let cuts = 0; !all() && cuts < 1_000; cuts++) {
      const listener = await $.server.listen(last)
      await listener.hears('anything', () => true)
      listener.close()
      await listener.ended
      heard.push(...listener.heard)
      last = listener.lastId()
    }
    await posting
    // Several versions may be one commit; each commit is heard once and in order.
    for (const reference of references) {
      const versions = versionsOf(reference, heard)
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b))
      expect(versions).toHaveLength(25)
    }
  })

  it('starts anew, and says so, from a place that this record has never reached', async () => {
    const listener = await $.server.listen('9999999999999999.1')
    await listener.hears('a reset', ({ event }) => event === 'reset')
    listener.close()
    expect(await oneCauseOneAlert($.server)).toBe(9)
    expect(await $.server.stop()).toBe(0)
    await verifies($.place)
  })
})
