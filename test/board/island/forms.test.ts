/** What somebody writes is lost by nothing: no answer, a refusal, a closed tab, another tab, another supervisor. */
import type { Dialog } from 'playwright-core'
import { event } from '../../support/client.ts'
import { eventually } from '../../support/eventually.ts'
import { onBoard } from '../ground.ts'
import { enter } from '../supervisor.ts'
import { form, POLICY, pageWith } from './fixture.ts'

/** Of a reassessment that is complete. */
const AFTER = {
  nextReviewAt: new Date(Date.now() + 3_600_000).toISOString(),
  decision: { priority: 'P2', rationale: 'He is ten minutes away and she is behind a locked door.' },
}

onBoard('a form', POLICY, (ground) => {
  const why = () => ground.supervisor.page.getByLabel('Why')
  const record = () => ground.supervisor.page.getByRole('button', { name: 'Record' }).click()
  const open = async (main: string, answer: Parameters<typeof pageWith>[3] = () => ({ status: 204, to: '/' })) => {
    const { page } = ground.supervisor
    await page.unroute(`${ground.server.url}/fixture`)
    const sent = await pageWith(page, ground.server, main, answer)
    await page.goto(`${ground.server.url}/fixture`)
    return sent
  }
  const leave = async () => {
    const { page } = ground.supervisor
    // While a test answers pages itself, the browser sends nothing more for a page that is left.
    await page.unroute(`${ground.server.url}/fixture`)
    const accept = (dialog: Dialog) => void dialog.accept()
    page.once('dialog', accept)
    await page.goto('about:blank')
    page.off('dialog', accept)
  }
  beforeAll(() => {
    ground.supervisor.complaints.length = 0
  })

  it('says that nobody knows whether it arrived, and sends the same again', async () => {
    const { page } = ground.supervisor
    const sent = await open(form(''), (_, count) => (count === 1 ? null : { status: 204, to: '/incidents/WK-1#recorded' }))
    await why().fill('He is nearer than we thought.')
    await record()
    await page.getByText('It is not known whether this arrived. Sending again is safe').waitFor()
    expect(await why().inputValue()).toBe('He is nearer than we thought.')
    await page.getByRole('button', { name: 'Send it again' }).click()
    await page.waitForURL('**/incidents/WK-1#recorded')
    expect(sent.map((body) => body.get('id'))).toEqual(['event-1', 'event-1'])
    expect(String(sent[0])).toBe(String(sent[1]))
  })

  it('sends a double click once', async () => {
    const sent = await open(form(''), () => ({ status: 422, main: form('') }))
    await ground.supervisor.page.getByRole('button', { name: 'Record' }).dblclick()
    await eventually('it is sent', async () => sent.length > 0)
    await ground.supervisor.page.waitForTimeout(300)
    expect(sent).toHaveLength(1)
    await leave()
  })

  it('puts a refused page in place of the form, with the keyboard in its summary', async () => {
    const { page } = ground.supervisor
    const fault = '<div class="govuk-error-summary" role="alert"><h2>There is a problem</h2><a href="#why">Say why</a></div>'
    await open(form(''), (sent) => ({
      status: 422,
      main: form('', fault).replace('></textarea>', `>${sent.get('/data/decision/rationale')}</textarea>`),
    }))
    await why().fill('too short')
    await record()
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor()
    expect(await page.evaluate('document.activeElement.className')).toBe('govuk-error-summary')
    expect(await why().inputValue()).toBe('too short')
    await page.getByRole('link', { name: 'Say why' }).click()
    expect(await page.evaluate('document.activeElement.id')).toBe('why')
    await leave()
  })

  it('keeps what was written where the answer is another page, and asks before it is left', async () => {
    const { page } = ground.supervisor
    await open(form(''), () => ({ status: 409, main: '<h1>Closed meanwhile</h1><p>It was closed at 21:04.</p>' }))
    await why().fill('He is back.')
    await record()
    await page.getByText('Not sent. Closed meanwhile. It was closed at 21:04.').waitFor()
    expect(await why().inputValue()).toBe('He is back.')
    const asked = new Promise((resolve) => page.once('dialog', (dialog) => dialog.accept().then(() => resolve(dialog.type()))))
    await page.goto('about:blank')
    expect(await asked).toBe('beforeunload')
  })

  it('keeps a draft, offers it to whoever comes back, and removes it once it is recorded', async () => {
    const { page } = ground.supervisor
    const draft = form('data-draft="WK-1/risk.reassessed"')
    await open(draft)
    await why().pressSequentially('Fourteen messages since ten.')
    await page.getByLabel('He can reach her').check()
    await page.getByText(/^Draft kept at \d\d:\d\d\.$/).waitFor({ timeout: 8000 })
    await leave()

    await open(draft)
    await page.getByRole('button', { name: /^Continue what you wrote at \d\d:\d\d$/ }).click()
    expect(await why().inputValue()).toBe('Fourteen messages since ten.')
    expect(await page.getByLabel('He can reach her').isChecked()).toBe(true)
    await record()
    await page.waitForURL(`${ground.server.url}/`)
    await open(draft)
    await page.waitForTimeout(500)
    expect(await page.getByRole('button', { name: /^Continue/ }).count()).toBe(0)
  })

  it('loses neither text of two tabs that write the same form', async () => {
    const { page } = ground.supervisor
    const draft = form('data-draft="WK-2/risk.reassessed"')
    await open(draft)
    const other = await page.context().newPage()
    await pageWith(other, ground.server, draft, () => ({ status: 204, to: '/' }))
    await other.goto(`${ground.server.url}/fixture`)
    await why().pressSequentially('The text of the first tab.')
    await page.getByText(/^Draft kept at/).waitFor({ timeout: 8000 })
    await other.getByLabel('Why').pressSequentially('The text of the second tab.')
    await other.getByText(/^Another tab or device kept other text of this form at \d\d:\d\d\.$/).waitFor({ timeout: 8000 })
    await other.getByText('The text of the first tab.').waitFor()
    expect(await other.getByLabel('Why').inputValue()).toBe('The text of the second tab.')
    await other.getByRole('button', { name: 'Use the other text' }).click()
    expect(await other.getByLabel('Why').inputValue()).toBe('The text of the first tab.')
    await other.getByText('The text of the second tab.').waitFor()
    await other.close()
    await leave()
  })

  it('keeps the last words of whoever leaves before older ones have arrived', async () => {
    const { page } = ground.supervisor
    const draft = form('data-draft="WK-9/risk.reassessed"')
    await open(draft)
    await page.evaluate(`{
      const real = fetch
      window.fetch = async (...asked) => {
        const answer = await real(...asked)
        if (asked[1]?.method === 'PUT' && String(asked[0]).endsWith('/risk.reassessed')) await new Promise(() => {})
        return answer
      }
    }`)
    const sent = page.waitForResponse((answer) => answer.request().method() === 'PUT')
    await why().pressSequentially('He rang again.')
    await sent
    await why().pressSequentially(' He has a key.')
    await leave()
    await eventually('the last words are offered', async () => {
      await open(draft)
      const offered = page.locator('.draft-found')
      await offered.getByText('He rang again.').first().waitFor()
      return (await offered.textContent())?.includes('He rang again. He has a key.')
    })
    await leave()
  })

  it('keeps what is typed while older text is on offer, and leaves both as they are until somebody has chosen', async () => {
    const { page } = ground.supervisor
    const draft = form('data-draft="WK-5/risk.reassessed"')
    const isKept = () => page.getByText(/^Draft kept at \d\d:\d\d\.$/).waitFor({ timeout: 8000 })
    await open(draft)
    await why().pressSequentially('He has her keys.')
    await page.getByLabel('He can reach her').check()
    await isKept()
    await leave()

    await open(draft)
    await page.getByText('You began to fill in this form before.').waitFor()
    await why().pressSequentially('A neighbour saw him leave.')
    await isKept()
    await why().pressSequentially(' By car.')
    // The last words are kept on the way out.
    await leave()

    const offered = page.locator('.draft-found')
    const comesBackTo = (...texts: readonly string[]) =>
      eventually('all that was kept is offered', async () => {
        await open(draft)
        await offered.getByText('He has her keys.').waitFor()
        const said = (await offered.textContent()) ?? ''
        return texts.every((text) => said.includes(text))
      })
    await comesBackTo('A neighbour saw him leave. By car.')
    await why().pressSequentially('Typed since.')
    await page
      .getByRole('button', { name: /^Continue what you wrote at/ })
      .last()
      .click()
    expect(await why().inputValue()).toBe('Typed since.')
    expect(await page.getByLabel('He can reach her').isChecked()).toBe(true)
    await offered.getByText('What you typed here since stays. What you wrote before is still kept:').waitFor()
    await offered.getByText('He has her keys.').waitFor()
    await isKept()
    await leave()

    await comesBackTo('A neighbour saw him leave. By car.', 'Typed since.')
    await page
      .getByRole('button', { name: /^Continue what you wrote at/ })
      .first()
      .click()
    expect(await why().inputValue()).toBe('Typed since.')
    await record()
    await page.waitForURL(`${ground.server.url}/`)
    await open(draft)
    await offered.getByText('He has her keys.').waitFor()
    expect(await offered.getByText('Typed since.').count()).toBe(0)
    await leave()
  })

  it('puts what was typed and what was kept together where they are of different fields, as one draft', async () => {
    const { page } = ground.supervisor
    const draft = form('data-draft="WK-6/risk.reassessed"')
    await open(draft)
    await page.getByLabel('He cannot reach her').check()
    await page.getByText(/^Draft kept at/).waitFor({ timeout: 8000 })
    await leave()
    await open(draft)
    await page.getByRole('button', { name: /^Continue/ }).waitFor()
    await why().pressSequentially('Two doors are locked.')
    await page.getByText(/^Draft kept at/).waitFor({ timeout: 8000 })
    const removed = page.waitForResponse((answer) => answer.request().method() === 'DELETE')
    await page.getByRole('button', { name: /^Continue/ }).click()
    expect([await why().inputValue(), await page.getByLabel('He cannot reach her').isChecked()]).toEqual([
      'Two doors are locked.',
      true,
    ])
    expect((await removed).status()).toBe(200)
    await leave()
    await open(draft)
    await page.getByRole('button', { name: /^Continue/ }).click()
    expect([await why().inputValue(), await page.getByLabel('He cannot reach her').isChecked()]).toEqual([
      'Two doors are locked.',
      true,
    ])
    await leave()
  })

  it('says what could not be kept', async () => {
    const { page } = ground.supervisor
    await open(form('data-draft="WK-7/risk.reassessed"'))
    await page.route('**/v1/drafts/**', (route) => route.abort())
    await why().pressSequentially('Nobody keeps this.')
    await page.getByText('The draft could not be kept: what you write is on this page alone.').waitFor({ timeout: 8000 })
    await page.unroute('**/v1/drafts/**')
    await leave()
  })

  it('keeps a report before it has a number, and offers it to whoever comes back', async () => {
    const { page } = ground.supervisor
    const address = `${ground.server.url}/record/incident.reported`
    const summary = page.locator('textarea[name^="/data/"]').first()
    await page.goto(address)
    const name = await summary.getAttribute('name')
    await page.locator(`[name="${name}"]`).evaluate((field) => field.closest('details')?.setAttribute('open', ''))
    await page.locator(`[name="${name}"]`).fill('He is at the door with a hammer.')
    await page.getByText(/^Draft kept at \d\d:\d\d\.$/).waitFor({ timeout: 8000 })
    await leave()
    await page.goto(address)
    await page.getByRole('button', { name: /^Continue what you wrote at/ }).click()
    expect(await page.locator(`[name="${name}"]`).inputValue()).toBe('He is at the door with a hammer.')
    await leave()
  })

  it('says who signed in meanwhile in another tab, does nothing in their name, and goes on for whoever began', async () => {
    const { page } = ground.supervisor
    const begins = page.waitForResponse('**/v1/me')
    const sent = await open(form('data-draft="WK-4/risk.reassessed"'), () => ({ status: 422, main: form('') }))
    await begins
    await why().fill('Only sup-9 knows this.')
    const other = await page.context().newPage()
    const signsIn = async (name: string) => {
      await other.goto(ground.server.url)
      await other.getByRole('button', { name: 'Sign out' }).click()
      await enter(other, ground.place, ground.server, 'supervisor', name)
    }
    await signsIn('sup-7')
    const banner = page.getByRole('alert').filter({ hasText: 'Do not rely on this board' })
    await banner.getByText('sup-7 is signed in in this browser now, and you began as sup-9. Nothing can be sent').waitFor()
    expect(await page.locator('body').getAttribute('data-live')).toBe('stale')

    const asked: string[] = []
    const note = (request: { method(): string; url(): string; headers(): Record<string, string> }) => {
      const { pathname } = new URL(request.url())
      if (pathname !== '/readyz') asked.push(`${request.method()} ${pathname} ${request.headers()['x-unattended'] ?? 'as used'}`)
    }
    page.on('request', note)
    await why().pressSequentially(' And this.')
    await record()
    await page.getByText('Not sent. You are not signed in any more: what you wrote is kept on this page.').waitFor()
    const asksWho = 'GET /v1/me 1'
    await eventually('it asks again who is there', async () => asked.filter((what) => what === asksWho).length > 1)
    page.off('request', note)
    expect([...new Set(asked)]).toEqual([asksWho])
    expect(sent).toEqual([])
    expect(await why().inputValue()).toBe('Only sup-9 knows this. And this.')

    await signsIn('sup-9')
    await banner.waitFor({ state: 'hidden' })
    expect(await why().inputValue()).toBe('Only sup-9 knows this. And this.')
    await record()
    await eventually('it is sent', async () => sent.length === 1)
    expect(sent[0]?.get('/data/decision/rationale')).toBe('Only sup-9 knows this. And this.')
    await other.close()
    await leave()
  })

  it('says at once who answered while somebody writes, and touches no text', async () => {
    const { page } = ground.supervisor
    for (const name of ['incident.reported', 'thrive.assessed'] as const)
      await ground.server.post('control-room', event(name, 'WK-3'))
    await ground.server.post('control-room', event('incident.graded', 'WK-3', { priority: 'P2' }))
    await ground.server.incidentIs('WK-3', 'has a demand', ({ demands }) => demands.length > 0)
    await new Promise((resolve) => setTimeout(resolve, 3000))
    await open(form('data-incident="WK-3"'))
    await page.locator('body[data-live="live"]').waitFor()
    await why().fill('I am writing.')
    await ground.server.post('control-room', event('call.received', 'WK-3'))
    await page.locator('.news').getByText('A reassessment is asked for: another call came.').waitFor()
    const by = { id: 'sup-2', role: 'supervisor' }
    const answered = await ground.server.post(
      'supervisor',
      event('risk.reassessed', 'WK-3', { demand: 'WK-3-d1', assessor: by, ...AFTER }),
    )
    expect(answered.code).toBe(201)
    let told = ''
    const isTold = async () => {
      told = (await page.locator('.news').textContent()) ?? ''
      return /sup-2 \(supervisor\): .*Attendance is overdue: answered\./.test(told)
    }
    await eventually('the answer is told', isTold, () => told)
    expect(await why().inputValue()).toBe('I am writing.')
    await leave()
  })

  it('says of a demand that was open before that it went up a level, and names it by its reason', async () => {
    const { page } = ground.supervisor
    for (const name of ['incident.reported', 'thrive.assessed'] as const)
      await ground.server.post('control-room', event(name, 'WK-8'))
    await ground.server.post('control-room', event('incident.graded', 'WK-8', { priority: 'P4' }))
    await ground.server.incidentIs('WK-8', 'has a demand', ({ demands }) => demands.length > 0)
    await new Promise((resolve) => setTimeout(resolve, 2500))
    await open(form('data-incident="WK-8"'))
    await page.locator('.news').getByText('Attendance is overdue: now asked at level 2.').waitFor({ timeout: 20_000 })
    expect(await page.locator('.news').textContent()).not.toMatch(/WK-8-d|opened|asked for/)
    await leave()
  })
})
