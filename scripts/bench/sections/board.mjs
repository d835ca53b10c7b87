/** The board in Chromium with 2,000 open incidents: how soon it answers, how much it sends, and how soon a new demand is seen. */
import { existsSync } from 'node:fs'
import { get } from 'node:http'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { chromium } from 'playwright-core'
import { event, peopleOf } from '../events.mjs'
import { caller } from '../load.mjs'
import { count, spread } from '../numbers.mjs'
import { gatherWall } from '../wallCrowd.mjs'

const OPEN = 2_000
const READS = 200
/** Fewer than a page has rows: the latest demand of a level is its last. */
const DEMANDS = 40
const TABS = 7
/** Between two demands: nothing of the one before is under way. */
const APART_MS = 700
const BURST = 100
/** Above everything else of the same level. */
const HIGH_RISK = ['weapons', 'strangulation', 'stalking']
const SEEN_WITHIN_MS = 30_000
/** A machine that others use starts a browser and its tabs slowly. */
const STARTED_WITHIN_MS = 120_000

export async function measure(ground) {
  const browserPath = findBrowser()
  if (browserPath === null) return { tables: [], notes: ['Not measured: this machine has no Chromium.'] }
  const record = await ground.record()
  await gatherWall(record, OPEN)
  const server = await ground.serve(record)
  const api = caller(server.url, record.key, 1)
  // Containers give shared memory too little for seven tabs.
  const args = ['--disable-dev-shm-usage', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
  const browser = await chromium.launch({ executablePath: browserPath, args, timeout: STARTED_WITHIN_MS })
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    context.setDefaultTimeout(STARTED_WITHIN_MS)
    await signIn(context, server.url, record.key)
    const reads = await readOften(context, server.url)
    const alone = await openTab(context, server.url)
    const work = await workOf(alone)
    const seenAlone = await demandsSeen(api, [alone], 'ALONE')
    const perDemand = await work()
    const longest = [await longestTask(alone)]
    const tabs = [alone]
    while (tabs.length < TABS) tabs.push(await openTab(context, server.url))
    const seenBySeven = await demandsSeen(api, tabs, 'SEVEN')
    for (const tab of tabs) longest.push(await longestTask(tab))
    const burst = await burstSeen(api, context, server.url)
    longest.push(burst.longestMs)
    const streams = await server.metric('reassess_stream_listeners')
    return {
      tables: [
        [
          [`the list, ${count(OPEN)} open, ${READS} reads one after another`, 'p50', 'p99', 'longest'],
          ['milliseconds to the first byte', ...spread(reads.map(({ firstByteMs }) => firstByteMs))],
          ['kB sent, compressed', ...spread(reads.map(({ bytes }) => bytes / 1000))],
        ],
        [
          ['milliseconds from the POST of a call until the demand is painted', 'p50', 'p99', 'longest'],
          [`a tab, ${DEMANDS} demands`, ...spread(seenAlone)],
          [`the last of ${TABS} tabs, ${DEMANDS} demands`, ...spread(seenBySeven)],
        ],
        [
          ['milliseconds of a processor in a page, for each demand', 'all tasks', 'scripts', 'layout and style'],
          ['a tab', ...perDemand.map((ms) => ms.toFixed(1))],
        ],
      ],
      notes: [
        `Longest task of a page: ${Math.max(...longest) === 0 ? 'under 50 ms' : `${count(Math.max(...longest))} ms`} (browsers report tasks from 50 ms). ${BURST} demands at once, beside ${TABS} tabs: the last was painted ${count(burst.ms)} ms after their POST. Streams that the ${TABS} tabs hold open: ${streams}.`,
      ],
    }
  } finally {
    await browser.close()
    api.close()
    await server.stop()
    await record.drop()
  }
}

function findBrowser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome']
  const files = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  return files.find((file) => existsSync(file)) ?? null
}

async function signIn(context, url, key) {
  const page = await context.newPage()
  await page.goto(`${url}/sign-in`)
  await page.locator('[name="key"]').fill(key)
  await page.locator('[name="id"]').fill('sup-1')
  await page.locator('[name="role"]').selectOption('supervisor')
  await page.locator('form:has([name="key"]) button[type="submit"]').last().click()
  await page.waitForURL(`${url}/`)
  await page.close()
}

async function readOften(context, url) {
  const cookie = (await context.cookies(url)).map(({ name, value }) => `${name}=${value}`).join('; ')
  const reads = []
  for (let number = 0; number < READS; number++) reads.push(await readOnce(url, cookie))
  return reads
}

const readOnce = (url, cookie) =>
  new Promise((resolve, reject) => {
    const asked = performance.now()
    const sent = get(`${url}/`, { headers: { cookie, 'accept-encoding': 'gzip' } }, async (answer) => {
      const firstByteMs = performance.now() - asked
      if (answer.statusCode !== 200) return reject(new Error(`the list answered ${answer.statusCode}`))
      let bytes = 0
      for await (const chunk of answer) bytes += chunk.length
      resolve({ firstByteMs, bytes })
    })
    sent.once('error', reject)
  })

async function openTab(context, url) {
  const page = await context.newPage()
  // From the first script on: the longest task, and when each demand was painted.
  await page.addInitScript(() => {
    globalThis.longestMs = 0
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) globalThis.longestMs = Math.max(globalThis.longestMs, duration)
    }).observe({ type: 'longtask', buffered: true })
    globalThis.seen = (incident) =>
      new Promise((resolve) => {
        const isThere = () => document.querySelector(`[data-incident="${incident}"]:not([data-demand=""])`) !== null
        // A browser gives a tab behind others no frame for up to a second: there, it counts once the page could have been painted.
        const painted = () => {
          const done = () => resolve(Date.now())
          requestAnimationFrame(() => setTimeout(done))
          setTimeout(done, 100)
        }
        if (isThere()) return painted()
        new MutationObserver((_, observer) => {
          if (!isThere()) return
          observer.disconnect()
          painted()
        }).observe(document.body, { subtree: true, childList: true, attributes: true })
      })
  })
  await page.goto(url, { waitUntil: 'domcontentloaded' })
  await page.locator('body[data-live="live"]').waitFor()
  return page
}

/** @returns what tells the work of a page for each demand since. */
async function workOf(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable')
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    const of = (name) => (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1000
    return [of('TaskDuration'), of('ScriptDuration'), of('LayoutDuration') + of('RecalcStyleDuration')]
  }
  const before = await read()
  return async () => (await read()).map((ms, place) => (ms - before[place]) / DEMANDS)
}

/** Many demands in one POST, in a tab that shows exactly them. */
async function burstSeen(api, context, url) {
  const names = Array.from({ length: BURST }, (_, number) => `BURST-${number}`)
  const rural = (incident) => ({ ...peopleOf(incident), location: { ...peopleOf(incident).location, area: 'rural' } })
  await api.postBatch(names.map((incident) => event('incident.reported', incident, { data: rural(incident) })))
  await api.postBatch(names.map((incident) => event('incident.graded', incident, { data: { priority: 'P1' } })))
  const tab = await openTab(context, `${url}/?area=rural`)
  await pause(APART_MS)
  const seen = Promise.all(names.map((incident) => tab.evaluate((one) => globalThis.seen(one), incident)))
  const posted = Date.now()
  await api.postBatch(names.map((incident) => event('call.received', incident)))
  const ms = Math.max(...(await inTime(seen, `the last of ${BURST} demands`))) - posted
  return { ms, longestMs: await longestTask(tab) }
}

async function inTime(seen, what) {
  const stop = new AbortController()
  const late = pause(SEEN_WITHIN_MS, null, { signal: stop.signal }).then(() => {
    throw new Error(`${what} was not seen within ${SEEN_WITHIN_MS} ms`)
  })
  late.catch(() => {})
  seen.catch(() => {})
  return Promise.race([seen, late]).finally(() => stop.abort())
}

/** @returns for each demand the milliseconds until the last of the tabs has painted it. */
async function demandsSeen(api, tabs, name) {
  const taken = []
  for (let number = 0; number < DEMANDS; number++) {
    const incident = `${name}-${number}`
    await api.post(event('incident.reported', incident, { data: { flags: HIGH_RISK } }))
    await api.post(event('thrive.assessed', incident))
    await api.post(event('incident.graded', incident, { data: { priority: 'P1' } }))
    await pause(APART_MS)
    const seen = Promise.all(tabs.map((tab) => tab.evaluate((one) => globalThis.seen(one), incident)))
    await pause(50)
    const posted = Date.now()
    await api.post(event('call.received', incident))
    taken.push(Math.max(...(await inTime(seen, incident))) - posted)
  }
  return taken
}

const longestTask = (tab) => tab.evaluate(() => globalThis.longestMs)
