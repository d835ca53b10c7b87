/** A list that changes under its reader: what they do there stays, and what opens is told. */
import { event } from '../../support/client.ts'
import { eventually } from '../../support/eventually.ts'
import { onBoard } from '../ground.ts'
import { POLICY } from './fixture.ts'

onBoard('the living list', POLICY, (ground) => {
  const report = (reference: string) => ground.server.post('control-room', event('incident.reported', reference))
  const breached = async (reference: string) => {
    await report(reference)
    await ground.server.post('control-room', event('thrive.assessed', reference))
    await ground.server.post('control-room', event('incident.graded', reference, { priority: 'P2' }))
    await ground.server.incidentIs(reference, 'has a demand', ({ demands }) => demands.length > 0)
  }
  const isLive = () => ground.supervisor.page.locator('body[data-live="live"]').waitFor()
  beforeAll(async () => {
    const { page, complaints } = ground.supervisor
    for (let number = 1; number <= 30; number++) await report(`WK-${number}`)
    await page.context().grantPermissions(['notifications'])
    await page.addInitScript(`
      window.shown = []
      window.Notification = class extends EventTarget {
        static permission = 'granted'
        static requestPermission() { return Promise.resolve('granted') }
        constructor(title, { body, tag }) { super(); shown.push([title, body, tag]) }
        close() {}
      }`)
    complaints.length = 0
    await page.goto(ground.server.url)
    await isLive()
  })

  it('keeps the focus and the place in the list when a row comes above it', async () => {
    const { page } = ground.supervisor
    const link = ground.supervisor.line('WK-20').getByRole('link').first()
    await link.focus()
    await link.evaluate((link) => {
      Object.assign(link, { mark: 'same' })
      link.scrollIntoView({ block: 'center' })
    })
    const before = await link.boundingBox()
    await breached('WK-NEW')
    await ground.supervisor.page.locator('[data-incident="WK-NEW"][data-attention="demanded"]').waitFor()
    expect(await page.evaluate('document.activeElement.mark')).toBe('same')
    const after = await link.boundingBox()
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(3)
    expect(await page.locator('[data-incident]').first().getAttribute('data-incident')).toBe('WK-NEW')
  })

  it('reads a burst of changes a few times, and shows all of them', async () => {
    const { page } = ground.supervisor
    let reads = 0
    page.on('request', (request) => {
      if (request.url().includes('fragment=rows')) reads += 1
    })
    await Promise.all(Array.from({ length: 40 }, (_, number) => report(`WK-B${number}`)))
    for (let number = 0; number < 40; number++) await ground.supervisor.line(`WK-B${number}`).waitFor()
    expect(reads).toBeLessThan(20)
  })

  it('tells of a demand that opens, by its reference and reason alone, once for all tabs, also while they are hidden', async () => {
    const { page } = ground.supervisor
    await page.getByRole('button', { name: 'Sound and notification: off' }).click()
    await page.getByRole('button', { name: 'Sound and notification: on' }).waitFor()
    const other = await page.context().newPage()
    await other.addInitScript(`
      window.shown = []
      window.Notification = class extends EventTarget {
        static permission = 'granted'
        constructor(title, { body, tag }) { super(); shown.push([title, body, tag]) }
      }`)
    await other.goto(ground.server.url)
    await other.locator('body[data-live="live"]').waitFor()
    for (const each of [page, other])
      await each.evaluate(`Object.defineProperty(document, 'hidden', { get: () => true, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))`)
    await breached('WK-HID')
    const shown = async () =>
      [...((await page.evaluate('shown')) as string[][]), ...((await other.evaluate('shown')) as string[][])].filter(
        ([title]) => title === 'WK-HID',
      )
    await eventually('the demand is told', async () => (await shown()).length > 0)
    expect(await shown()).toEqual([['WK-HID', 'Reassess: attendance is overdue', 'WK-HID-d1']])

    await page.evaluate(`delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))`)
    await ground.supervisor.line('WK-HID').waitFor()
    await isLive()
    await other.close()
  })
})
