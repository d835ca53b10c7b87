/** A list that changes under its reader: what they do there stays, and what opens is told. */
import { event } from '../../support/client.ts'
import { eventually } from '../../support/eventually.ts'
import { onBoard } from '../ground.ts'
import { signIn } from '../supervisor.ts'
import { isHidden, POLICY, RECORDS_LIVE } from './fixture.ts'

/** What a browser would sound and show, written down. @param plays whether it plays sound: browsers do where somebody touched the page */
const alarms = (plays: boolean) => `
  window.sounds = 0
  window.shown = []
  window.AudioContext = class extends EventTarget {
    state = '${plays ? 'running' : 'suspended'}'
    currentTime = 0
    resume() { return Promise.resolve() }
    createOscillator() { sounds += 1; return { frequency: {}, connect: (to) => to, start() {}, stop() {} } }
    createGain() {
      return { gain: { setValueAtTime() {}, exponentialRampToValueAtTime() {} }, connect: (to) => to }
    }
  }
  window.Notification = class extends EventTarget {
    static permission = 'granted'
    static requestPermission() { return Promise.resolve(Notification.permission) }
    constructor(title, { body, tag }) { super(); shown.push([title, body, tag]) }
    close() {}
  }`
/** Two notes. */
const SOUND = 2

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
    await page.addInitScript(alarms(true))
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

  it('sounds and shows nothing before somebody asks for it, and then nothing of what is open', async () => {
    const { page } = ground.supervisor
    const told = () => page.evaluate('[sounds, shown]')
    await breached('WK-ASK')
    await page.locator('[data-incident="WK-ASK"][data-attention="demanded"]').waitFor()
    expect(await told()).toEqual([0, []])
    await page.getByRole('button', { name: 'Sound and notification: off' }).click()
    await page.getByRole('button', { name: 'Sound and notification: on' }).waitFor()
    // How it will sound.
    expect(await told()).toEqual([SOUND, []])
  })

  it('tells of a demand that opens, by its reference and reason alone, once for all tabs, also while they are hidden', async () => {
    const { page } = ground.supervisor
    // A tab that nobody has touched hears the stream first, and plays nothing.
    const other = await page.context().newPage()
    await other.addInitScript(alarms(false))
    await other.goto(ground.server.url)
    await other.getByText('Press any key, or the browser plays no sound.').waitFor()
    await page.reload()
    await isLive()
    for (const each of [page, other]) {
      await each.locator('body[data-live="live"]').waitFor()
      await isHidden(each, true)
    }
    await breached('WK-HID')
    const shown = async () =>
      [...((await page.evaluate('shown')) as string[][]), ...((await other.evaluate('shown')) as string[][])].filter(
        ([title]) => title === 'WK-HID',
      )
    await eventually('the demand is told', async () => (await shown()).length > 0)
    expect(await shown()).toEqual([['WK-HID', 'Reassess: attendance is overdue', 'WK-HID-d1']])
    await eventually('it sounds', async () => (await page.evaluate('sounds')) === SOUND)
    expect(await other.evaluate('sounds')).toBe(0)

    await isHidden(page, false)
    await ground.supervisor.line('WK-HID').waitFor()
    await isLive()
    await other.close()
  })

  it('sounds for nothing that was open already, and for nothing once it is turned off', async () => {
    const { page } = ground.supervisor
    await page.reload()
    await isLive()
    await page.getByRole('button', { name: 'Sound and notification: on' }).click()
    await breached('WK-OFF')
    await page.locator('[data-incident="WK-OFF"][data-attention="demanded"]').waitFor()
    expect(await page.evaluate('[sounds, shown]')).toEqual([0, []])
  })

  it.each([
    ['denied', 'This browser refuses notifications: allow them in its settings for this address.'],
    ['default', 'Notifications are not allowed yet: turn this off and on again, and allow them.'],
  ])('says in words that the browser shows no notification: %s', async (permission, words) => {
    const { page } = ground.supervisor
    await page.evaluate(`Notification.permission = '${permission}'`)
    await page.getByRole('button', { name: 'Sound and notification: off' }).click()
    await page.getByRole('status').getByText(words).waitFor()
    await page.getByRole('button', { name: 'Sound and notification: on' }).click()
    expect(await page.getByText(words).count()).toBe(0)
  })

  it('says that a page that was just made connects, and calls it old only where that takes long', async () => {
    const page = await ground.supervisor.page.context().newPage()
    await page.addInitScript(`(${RECORDS_LIVE})()`)
    const slow = async (ms: number) => {
      await page.unroute('**/v1/stream')
      await page.route('**/v1/stream', (route) => void setTimeout(() => route.continue().catch(() => {}), ms))
      await page.route('**/readyz', (route) => void setTimeout(() => route.continue().catch(() => {}), ms))
      await page.goto(ground.server.url)
    }
    const seen = () => page.evaluate('seen.map(({ live }) => live)')
    // Another tab has the stream: the server's own answer is what is slow.
    await slow(700)
    await page.getByText(/^Connecting … \d\d:\d\d:\d\d$/).waitFor()
    await page.locator('body[data-live="live"]').waitFor()
    expect(await seen()).toEqual(['live'])
    await slow(4000)
    await page.getByText(/^Connecting … \d\d:\d\d:\d\d$/).waitFor()
    await page.getByRole('alert').getByText('This page is not connected yet.').waitFor({ timeout: 3000 })
    expect(await seen()).toEqual(['stale'])
    await page.close()
  })

  it('asks for nothing that is refused to an officer, who hears of no change', async () => {
    const { page } = await signIn(ground.browser, ground.place, ground.server, 'officer', 'pc-1')
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.addInitScript(`(${RECORDS_LIVE})()`)
    for (const address of ['/', '/incidents/WK-1', '/incidents/WK-1/record/call.received', '/incidents/WK-1/briefing', '/find']) {
      await page.goto(ground.server.url + address)
      await page.getByText(/^(Read again every half minute|Made at \d\d:\d\d)\./).waitFor()
      await page.waitForTimeout(500)
      expect(await page.evaluate('seen.map(({ live }) => live)')).toEqual([])
    }
    expect(asked).not.toContain('/v1/stream')
    const told = await ground.server.ask('/v1/access-log?limit=500', 'auditor')
    const { items } = (await told.json()) as { items: { role: string; code?: string }[] }
    const read = items.filter(({ role }) => role === 'officer')
    expect(read.length).toBeGreaterThan(4)
    expect(read.filter(({ code }) => code !== undefined)).toEqual([])
    await page.context().close()
  })
})
