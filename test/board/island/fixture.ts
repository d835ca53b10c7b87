/** A page of a test's own in the frame of a real page: its headers, its styles, its session. */
import type { Page } from 'playwright-core'
import { policyText } from '../../support/policies.ts'

/** Late within seconds, and then time enough: nothing escalates while a browser types. */
export const POLICY = policyText({
  id: 'island',
  priorities: [
    'P2: { rank: 1, attendWithin: { urban: PT2S, rural: PT1H }, warnAt: 0.5, answerWithin: PT1H, repeatEvery: PT1H }',
    'P3: { rank: 2, attendWithin: { urban: PT24H, rural: PT24H }, answerWithin: PT1H, repeatEvery: PT4H }',
  ],
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
