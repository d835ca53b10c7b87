/** A page of a test's own in the frame of a real page: its headers, its styles, its session. */
import type { Page } from 'playwright-core'
import { policyText } from '../../support/policies.ts'

/** Late within seconds, and then time enough: nothing escalates while a browser types. */
export const POLICY = policyText({
  id: 'island',
  priorities: [
    'P2: { rank: 1, attendWithin: { urban: PT2S, rural: PT1H }, warnAt: 0.5, answerWithin: PT1H, repeatEvery: PT1H }',
    'P3: { rank: 2, attendWithin: { urban: PT24H, rural: PT24H }, answerWithin: PT1H, repeatEvery: PT4H }',
    // Goes up a level within seconds.
    'P4: { rank: 3, attendWithin: { urban: PT1S, rural: PT1H }, answerWithin: PT6S, repeatEvery: PT1H }',
  ],
  escalation: ['supervisor', 'force-incident-manager'],
  more: ['thrive: { assessWithin: PT1H, gradeWithin: PT1H }'],
})

/** Answers a path with `main` in the frame of the page of an incident. @param answer to what the form posts */
export async function pageWith(
  page: Page,
  { url }: { readonly url: string },
  main: string,
  answer: (sent: URLSearchParams, count: number) => { status: number; main?: string; to?: string } | null,
): Promise<readonly URLSearchParams[]> {
  const sent: URLSearchParams[] = []
  await page.route(`${url}/fixture`, async (route) => {
    const request = route.request()
    const framed = await route.fetch({ url: `${url}/`, method: 'GET' })
    const inFrame = (text: string) =>
      framed.text().then((html) => html.replace(/<main[\s\S]*<\/main>/, `<main id="main" tabindex="-1">${text}</main>`))
    if (request.method() === 'GET') return route.fulfill({ response: framed, body: await inFrame(main) })
    sent.push(new URLSearchParams(request.postData() ?? ''))
    const answered = answer(sent.at(-1) as URLSearchParams, sent.length)
    if (answered === null) return route.abort('connectionreset')
    if (answered.to !== undefined) return route.fulfill({ status: 204, headers: { 'X-Go-To': answered.to } })
    return route.fulfill({ response: framed, status: answered.status, body: await inFrame(answered.main ?? '') })
  })
  return sent
}

/** A form of a few fields. @param more attributes */
export const form = (more: string, fault = ''): string => `
<h1>Reassess</h1>${fault}
<form method="post" action="/fixture" data-sent ${more}>
<input type="hidden" name="id" value="event-1">
<label for="why">Why</label> <textarea id="why" name="/data/decision/rationale"></textarea>
<label><input type="radio" name="/data/canReach" value="yes"> He can reach her</label>
<label><input type="radio" name="/data/canReach" value="no"> He cannot reach her</label>
<button type="submit">Record</button>
</form>`

/** A function of the page, which `recordLive` calls; a script before each page may call it too. */
export const RECORDS_LIVE = `(incident) => {
  window.seen = []
  window.watching?.disconnect()
  const seconds = (text) => text.split(':').reduce((sum, part) => 60 * sum + Number(part), 0)
  const look = () => {
    const { textContent = '' } = document.getElementById('pulse') ?? {}
    const told = seconds(/\\d\\d:\\d\\d:\\d\\d/.exec(textContent)?.[0] ?? '')
    const apart = Math.abs(told - seconds(new Date().toLocaleTimeString('en-GB', { timeZone: 'Europe/London' })))
    seen.push({
      live: document.body.dataset.live,
      isShown: document.querySelector('[data-incident="' + incident + '"]') !== null,
      isClockRight: Math.min(apart, 86_400 - apart) < 5,
    })
  }
  const watch = () => {
    window.watching = new MutationObserver(look)
    watching.observe(document.body, { attributeFilter: ['data-live'] })
  }
  if (document.body === null) addEventListener('DOMContentLoaded', watch)
  else watch()
}`

interface Seen {
  readonly live: string
  /** Whether the incident that was asked about is on the page. */
  readonly isShown: boolean
  /** Whether the clock at the top shows the time, as this computer has it. */
  readonly isClockRight: boolean
}

/** Writes down each time that the page says that it is live, or that it is not. @param incident looked for at each of them */
export async function recordLive(page: Page, incident = ''): Promise<() => Promise<readonly Seen[]>> {
  await page.evaluate(`(${RECORDS_LIVE})(${JSON.stringify(incident)})`)
  return () => page.evaluate('seen')
}

/** Lets a test say more on the page's stream: `streamSays(event, data)`. */
export const STREAM_SAYS = `{
  const real = window.fetch
  window.fetch = async (...asked) => {
    const answer = await real(...asked)
    if (asked[0] !== '/v1/stream' || !answer.ok) return answer
    const body = new ReadableStream({
      async start(told) {
        window.streamSays = (event, data) =>
          told.enqueue(new TextEncoder().encode('event: ' + event + '\\ndata: ' + JSON.stringify(data) + '\\n\\n'))
        for await (const part of answer.body) told.enqueue(part)
        told.close()
      },
    })
    return new Response(body, { headers: answer.headers })
  }
}`

/** Somebody looks at another tab, or looks at this again. */
export const isHidden = (page: Page, hidden: boolean): Promise<unknown> =>
  page.evaluate(`Object.defineProperty(document, 'hidden', { get: () => ${hidden}, configurable: true })
    document.dispatchEvent(new Event('visibilitychange'))`)
