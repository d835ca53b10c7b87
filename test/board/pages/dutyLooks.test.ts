/** The pages about duty in a real browser: accessible in both schemes on a telephone and a wide screen, and the briefing on one sheet. */
import type { Browser, Page } from 'playwright-core'
import type { Role } from '../../../machines/rules/vocabulary.ts'
import { event } from '../../support/client.ts'
import { criticalAlert, deliver } from '../../support/toldRows.ts'
import { faultsOn } from '../axe.ts'
import { findChromium } from '../chromium.ts'
import { openBrowser, signIn } from '../supervisor.ts'
import { useDesk } from './desk.ts'

const found = await findChromium()
const desk = useDesk()
/** The checker looks at the last. */
const widths = [1400, 320] as const

let browser: Browser
const visitors = new Map<Role, { readonly page: Page; readonly complaints: readonly string[] }>()
const at = async (role: Role) => {
  const known = visitors.get(role) ?? (await signIn(browser, desk.place, desk.server, role))
  visitors.set(role, known)
  return known
}

const LONG = 'He rang again and said that he is on his way, and that nobody will stop him this time. '.repeat(12)

/** An incident about which much is known. */
async function muchIsKnown(reference: string): Promise<void> {
  const post = async (role: Role, ...args: Parameters<typeof event>) =>
    expect(await desk.server.post(role, event(...args))).toMatchObject({ code: 201 })
  const people = Array.from({ length: 9 }, (_, n) => ({ role: 'witness', name: `Example Witness ${n}`, phone: `0770090000${n}` }))
  await desk.report(reference, { narrative: LONG, flags: ['weapons', 'children'], persons: people })
  await post('control-room', 'thrive.assessed', reference, { weapons: LONG, childrenAnswer: 'Two, upstairs.', interimRisk: LONG })
  await post('control-room', 'incident.graded', reference, { priority: 'P2' })
  for (let n = 0; n < 6; n++) await post('supervisor', 'marker.placed', reference, { marker: `M-${n}`, text: LONG })
  for (let n = 0; n < 25; n++) await post('control-room', 'log.noted', reference, { text: LONG })
}

;('skipped' in found ? describe.skip : describe)(
  `in a browser${'skipped' in found ? ` (skipped: ${found.skipped})` : ''}`,
  () => {
    beforeAll(async () => {
      browser = await openBrowser('path' in found ? found.path : '')
      await muchIsKnown('WK-FULL')
      await desk.report('WK-EMPTY', { narrative: '' })
      for (const status of ['dead', 'failed', 'sent'])
        await deliver({ query: desk.sql }, criticalAlert('WK-FULL', { id: `WK-FULL-${status}` }), {
          status,
          way: 'email',
          problem: 'No answer within 10 seconds.',
          tried: 30,
          tryIn: 3_600,
        })
      await desk.server.post('control-room', event('incident.reported', 'WK-REFUSED', { receivedAt: 'yesterday' }))
    }, 60_000)
    afterAll(() => browser?.close())

    const looked: readonly (readonly [Role, string])[] = [
      ['supervisor', '/rota'],
      ['supervisor', '/rota?role=supervisor'],
      ['supervisor', '/deliveries'],
      ['supervisor', '/find'],
      ['supervisor', '/refusals'],
      ['supervisor', '/refusals/1'],
      ['auditor', '/access'],
      ['auditor', '/access?from=never'],
      ['auditor', '/access/unusual'],
      ['officer', '/incidents/WK-FULL/briefing'],
      ['officer', '/incidents/WK-EMPTY/briefing'],
    ]
    it.each(looked)(
      'a %s looks at %s',
      async (role, path) => {
        const { page, complaints } = await at(role)
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 })
          await page.goto(desk.server.url + path)
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
        }
        expect(await faultsOn(page)).toEqual([])
        expect(complaints).toEqual([])
      },
      60_000,
    )

    it('corrects a form that was refused, by the links of its summary', async () => {
      const { page } = await at('supervisor')
      await page.goto(`${desk.server.url}/rota?role=supervisor`)
      await page.getByLabel('From', { exact: true }).fill('2027-01-02T10:00')
      await page.getByLabel('To', { exact: true }).fill('2027-01-01T10:00')
      await page.getByLabel('Told first').selectOption('sup-2')
      await page.getByRole('button', { name: 'Put them on duty' }).click()
      await page.getByText('There is a problem').waitFor()
      expect(await faultsOn(page)).toEqual([])
      await page.getByRole('link', { name: 'Must be later than from' }).click()
      expect(await page.evaluate('document.activeElement.name')).toBe('/to')
      await page.getByLabel('To', { exact: true }).fill('2027-01-02T18:00')
      await page.getByRole('button', { name: 'Put them on duty' }).click()
      await page.getByText('Recorded.').waitFor()
      expect(await faultsOn(page)).toEqual([])
      expect(await desk.sql(`select from reassess.rota_overrides`)).toHaveLength(1)
    })

    it('sends a message again that reached nobody, and says so', async () => {
      const { page } = await at('supervisor')
      await page.goto(`${desk.server.url}/deliveries?status=dead`)
      const sent = page.locator('[data-delivery]').filter({ hasText: 'No answer within 10 seconds.' }).first()
      const id = await sent.getAttribute('data-delivery')
      await sent.getByRole('button', { name: /^Send again/ }).click()
      await page.waitForURL(/done=replayed/)
      await page.locator('.done').waitFor()
      expect(await desk.sql(`select status from reassess.deliveries where id = $1 and status <> 'dead'`, [id])).toHaveLength(1)
    })

    it.each([
      ['Address or place', 'fictional row', 'Found, the newest report first'],
      ['Name', 'Nobody', 'Nothing found'],
    ])('looks for %s %s', async (label, value, title) => {
      const { page } = await at('officer')
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 })
        await page.goto(`${desk.server.url}/find`)
        await page.getByLabel(label, { exact: true }).fill(value)
        await page.getByRole('button', { name: 'Find', exact: true }).click()
        await page.getByRole('heading', { name: title }).waitFor()
        expect(await faultsOn(page)).toEqual([])
      }
    })

    it('ends an alert with a reason', async () => {
      const { page } = await at('supervisor')
      await page.goto(`${desk.server.url}/refusals`)
      await page.getByText('Nobody will report WK-REFUSED').click()
      expect(await faultsOn(page)).toEqual([])
      await page.getByLabel('Why will nobody report it?').fill('A test of the feed.')
      await page.getByRole('button', { name: 'Dismiss the alert' }).click()
      await page.getByText('The alert is ended.').waitFor()
    })

    it('prints a briefing on one sheet, however much is known, and says what is not on it', async () => {
      const { page } = await at('officer')
      for (const reference of ['WK-FULL', 'WK-EMPTY']) {
        await page.goto(`${desk.server.url}/incidents/${reference}/briefing`)
        const sheet = (await page.pdf({ format: 'A4' })).toString('latin1')
        expect(sheet.match(/\/Type\s*\/Page[^s]/g)).toHaveLength(1)
      }
      await page.goto(`${desk.server.url}/incidents/WK-FULL/briefing`)
      expect(await page.getByText('read them on a screen').count()).toBeGreaterThan(0)
      await page.emulateMedia({ media: 'print' })
      expect(await page.getByText('And 17 more: read them on a screen.').isVisible()).toBe(true)
      await page.emulateMedia({ media: null })
    })
  },
)
