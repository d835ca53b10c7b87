/** Several incidents that are linked with each other, on one engine. */
import type { IncidentContext } from '../../machines/incident/setup.ts'
import type { ArrivedEvent, Outcome } from '../../src/engine/engine.ts'
import type { Case } from '../../src/engine/step/case.ts'
import { wholeContext } from '../../src/engine/step/live.ts'
import type { IncidentView } from '../../src/engine/views/views.ts'
import * as happens from './happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from './incident.ts'

/** What else the default policy asks for before closing is another test's. */
export const policy = policyWith({ closure: {} })
export const keyOf = (reference: string) => ({ force: KEY.force, reference })

/** Assessed and graded, and no crime as far as is known: for closing, an attendance and a DASH are left. */
export const contact = (time: string) => [...happens.gradedP2(time), happens.noCrime(time)]

/** An engine and some incidents; each call of `post` is one call of a caller, a batch where it brings several. */
export function place(pinned = policy) {
  const { engine, store } = startNight(pinned)
  let posted = 0
  const about = (reference: string, one: happens.Posted): ArrivedEvent => {
    posted += 1
    return { ...arrivedEvent(one, `e${posted}`), reference }
  }
  const post = (...events: readonly (readonly [string, happens.Posted])[]): Promise<Outcome[]> => {
    store.setNow(events.at(-1)?.[1].recordedAt ?? '')
    return engine.record(events.map(([reference, one]) => about(reference, one)))
  }
  const all = async (reference: string, ones: readonly happens.Posted[]) => {
    for (const one of ones) expect((await post([reference, one]))[0]).toMatchObject({ status: 'accepted' })
  }
  const view = async (reference: string) => {
    const seen = await engine.view(keyOf(reference))
    if (seen === null) throw new Error(`${reference} was not reported`)
    return seen
  }
  return { engine, store, about, post, all, view }
}
export type Place = ReturnType<typeof place>

export const inWords = (outcome: Outcome | undefined): string =>
  outcome === undefined
    ? 'nothing'
    : outcome.status === 'refused'
      ? [outcome.problem.code, ...(outcome.problem.errors ?? []).map(({ pointer }) => pointer)].join(' ')
      : [outcome.status, ...outcome.warnings.map(({ code }) => code)].join(' ')
export const blockersOf = async ({ view }: Place, reference: string) =>
  (await view(reference)).closureBlockers.map(({ code }) => code)
export const onItsAccount = ({ closureExceptions }: IncidentView) =>
  closureExceptions.filter(({ because }) => because === 'duplicate-of')
type Remembered = Pick<IncidentContext, 'duplicateOf' | 'links' | 'attendedAt' | 'telephone' | 'dashException'>
export const contextOf = ({ store }: Place, reference: string): Remembered => ({
  ...(wholeContext(store.caseOf(keyOf(reference)) as Case) as unknown as IncidentContext),
})

/** Answers every demand that is open. */
export async function answerAll({ post, view }: Place, reference: string, time: string): Promise<void> {
  const open = (await view(reference)).demands.filter(({ status }) => status === 'open').map(({ id }) => id)
  if (open.length === 0) return
  const [demand, ...alsoAnswers] = open
  await post([reference, happens.sendsNobody(happens.reassessed(time, null, { demand: demand as string, alsoAnswers }))])
}

/** WK-1 was attended and closed; then the second contact made a record of its own. */
export async function secondContact(pinned = policy): Promise<Place> {
  const here = place(pinned)
  await here.all('WK-1', [...happens.everythingDone, happens.closed('20:50')])
  await here.all('WK-2', contact('21:00'))
  return here
}

export async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}
