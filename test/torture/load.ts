/**
 * A control room on a bad night: several people post, each one incident after another, through whatever api answers. What
 * is not answered, or answered with 429 or 503, is sent again under the same id, as the contract asks of every sender.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Role } from '../../machines/rules/vocabulary.ts'
import { type Answer, type Body, event, type Fields } from '../support/client.ts'
import type { Life, Night } from './night.ts'

/** An event that was answered with 201 or 200: from then on it must never be gone. */
export interface Acknowledged {
  readonly incident: string
  readonly id: string
  readonly type: string
  readonly sequence: number
  /** When somebody has to be there, as the first answer that knew it said. */
  readonly attendBy: string | null
}

export interface Log {
  readonly acknowledged: readonly Acknowledged[]
  /** Answers that a sender should never get. */
  readonly strange: readonly string[]
  /** How often an event had to be sent again, and how often because nobody was there or the line was cut. */
  readonly sentAgain: number
  readonly unanswered: number
}

export interface Load {
  readonly log: Log
  /** Resolves at a moment when an event is on its way and not answered yet. */
  onItsWay(): Promise<void>
  /** No new incident after this. Resolves when everything that was sent is answered; who is waiting goes on waiting. */
  fallSilent(): Promise<void>
  /** The same, and then somebody comes to each who still waits. */
  stop(): Promise<void>
}

export interface LoadOptions {
  readonly random: () => number
  /** Begins each incident's reference, so that loads on one record stay apart. */
  readonly prefix: string
  readonly senders?: number
  /** Between two events of one sender. */
  readonly pauseMs?: number
  /** Nothing is away that an api needs: then 429 and 503 are answers that a sender should never get. */
  readonly refusesNothing?: boolean
}

const MOST_OPEN = 6
/** The share of events that are sent again though they were answered. */
const SENT_TWICE = 0.1
const ANSWER_WITHIN_MS = 25_000
const GIVE_UP_MS = 60_000
const IN_TOWN = { location: { address: '1 Fictional Row', area: 'urban' } }

/** @param night who is there to be sent to. */
export function startLoad(
  night: Pick<Night, 'living'>,
  { random, prefix, senders = 6, pauseMs = 25, refusesNothing = false }: LoadOptions,
): Load {
  const log = { acknowledged: [] as Acknowledged[], strange: [] as string[], sentAgain: 0, unanswered: 0 }
  let stopping = false
  let onTheirWay = 0
  const notNow = (code: number) => !refusesNothing && (code === 503 || code === 429)
  /** @returns the answer, null without an answer. */
  const answered = async (answer: Promise<Answer>): Promise<Answer | null> => {
    onTheirWay += 1
    try {
      return await inTime(answer)
    } catch {
      log.unanswered += 1
      return null
    } finally {
      onTheirWay -= 1
    }
  }

  const note = (fields: Fields, { code, body }: { code: number; body: Body }) => {
    if (code !== 200 && code !== 201) return false
    const attendBy = body.deadlines?.find(({ name }) => name === 'attendance')?.dueAt ?? null
    const { subject, id, type } = fields as Record<'subject' | 'id' | 'type', string>
    log.acknowledged.push({ incident: subject, id, type, sequence: body.sequence ?? 0, attendBy })
    return true
  }
  /** Sends until it is answered for good. @returns the answer, null when nobody ever gave one. */
  const send = async (role: Role, fields: Fields, refusable = false): Promise<Body | null> => {
    const giveUpAt = performance.now() + GIVE_UP_MS
    for (let tries = 0; performance.now() < giveUpAt; tries++) {
      if (tries > 0) {
        log.sentAgain += 1
        await pause(50 + 200 * random())
      }
      const apis = night.living('api')
      const api = apis[Math.floor(random() * apis.length)]
      if (api === undefined) continue
      const answer = await answered(api.server.post(role, fields))
      if (answer === null || notNow(answer.code)) continue
      if (note(fields, answer)) {
        if (random() < SENT_TWICE) await sendTwice(api, role, fields, answer.body)
        return answer.body
      }
      if (refusable && (answer.code === 409 || answer.code === 422)) return answer.body
      log.strange.push(`${fields.type} of ${fields.subject} answered ${answer.code} ${JSON.stringify(answer.body)}`)
      if (answer.code < 500) return null
    }
    log.strange.push(`${fields.type} of ${fields.subject} was never answered`)
    return null
  }
  /** A sender that did not see its answer: what is on record is answered as it was. */
  const sendTwice = async (api: Life, role: Role, fields: Fields, first: Body): Promise<void> => {
    const answer = await answered(api.server.post(role, fields))
    if (answer === null || notNow(answer.code)) return
    if (answer.code === 200 && answer.body.sequence === first.sequence) return
    log.strange.push(
      `${fields.type} of ${fields.subject}, sent twice, was line ${first.sequence} and is ${JSON.stringify(answer.body)}`,
    )
  }
  /** Both events in one request; what was not taken is sent again alone, in order. */
  const sendTogether = async (role: Role, both: readonly Fields[]): Promise<void> => {
    const apis = night.living('api')
    const api = apis[Math.floor(random() * apis.length)]
    const answer = api && (await answered(api.server.postBatch(role, both)))
    if (answer && answer.code !== 200 && !notNow(answer.code))
      log.strange.push(`a batch of ${prefix} answered ${answer.code} ${JSON.stringify(answer.body)}`)
    for (const [place, fields] of both.entries()) {
      const result = answer?.body.results?.[place]
      if (!result || notNow(result.code)) await send(role, fields)
      else if (!note(fields, { code: result.code, body: result }))
        log.strange.push(`${fields.type} of ${fields.subject} answered ${result.code} in a batch`)
    }
  }
  const grades = new Map<string, string>()
  const attend = async (incident: string) => void (await send('officer', event('unit.arrived', incident)))
  const sender = async (number: number): Promise<string[]> => {
    const open: string[] = []
    for (let count = 1; !stopping; count++) {
      const incident = `${prefix}-${number}-${count}`
      open.push(incident)
      const priority = ['P1', 'P2', 'P2', 'P3'][Math.floor(random() * 4)] as string
      grades.set(incident, priority)
      const begin = [event('incident.reported', incident, IN_TOWN), event('incident.graded', incident, { priority })]
      if (random() < 0.3) await sendTogether('control-room', begin)
      else for (const fields of begin) await send('control-room', fields)
      for (let more = Math.floor(random() * 4); more > 0 && !stopping; more--) {
        await pause(2 * pauseMs * random())
        await oneMore(random() < 0.3 && open[0] ? open[0] : incident)
      }
      while (open.length > MOST_OPEN) await attend(open.shift() as string)
      await pause(2 * pauseMs * random())
    }
    return open
  }
  const oneMore = async (incident: string) => {
    const kind = random()
    if (kind < 0.4) await send('control-room', event('log.noted', incident, { text: 'Nothing new.' }))
    else if (kind < 0.6) await send('control-room', event('unit.assigned', incident))
    else {
      const called = await send('control-room', event('call.received', incident))
      const demand = called?.demands?.findLast(({ status }) => status === 'open')?.id
      if (demand === undefined || random() < 0.5) return
      // Refused when the demand was superseded meanwhile, or its cause came after what this says of its time.
      const decision = { priority: grades.get(incident), rationale: 'Nothing has changed that moves the grade.' }
      const nextReviewAt = new Date(Date.now() + 3_600_000).toISOString()
      await send('supervisor', event('risk.reassessed', incident, { demand, decision, nextReviewAt }), true)
    }
  }
  const all = Promise.all(Array.from({ length: senders }, (_, number) => sender(number + 1)))
  let attended: Promise<unknown> | null = null
  return {
    log,
    async onItsWay() {
      // A sender that failed says so here.
      while (onTheirWay === 0) await Promise.race([pause(1), all])
    },
    async fallSilent() {
      stopping = true
      await all
    },
    async stop() {
      stopping = true
      attended ??= all.then((open) =>
        Promise.all(
          open.map(async (these) => {
            for (const incident of these) await attend(incident)
          }),
        ),
      )
      await attended
    },
  }
}

async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), ANSWER_WITHIN_MS)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
