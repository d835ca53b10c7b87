/** What the forms of `/deliveries` do: each leads back to the page, or says why it was refused. */
import type { replayed } from '../../../engine/answers/deliveries.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { addressOf } from '../../address.ts'
import type { RefusedDismissal } from '../../dismissing.ts'
import { type FormError, refusedForm } from '../../refusedForm.ts'
import type { Visit } from '../../visit.ts'
import { FILTERS, replayedCode } from './model.ts'

/** A form of the page that was refused, as it was typed. */
export interface Refused {
  readonly status: number
  readonly errors: readonly FormError[]
  readonly person?: string
  readonly subscription?: { readonly id: string; readonly from: string }
  readonly dismissal?: RefusedDismissal
}

/** Back to the list that the form stood in. */
function backTo(sent: URLSearchParams, done: string): string {
  return addressOf('/deliveries', { ...Object.fromEntries(FILTERS.map((name) => [name, sent.get(name)])), done })
}

const named = ({ who }: Visit) => (who.person === null ? {} : { by: who.person })

async function sent<Body>(visit: Visit, path: string, body: object): Promise<Body> {
  const form = await visit.form()
  return (await visit.api.send<Body>('POST', path, { csrf: form.get('csrf') ?? '', body: { ...body, ...named(visit) } })).body
}

export async function replay(visit: Visit): Promise<Refused | string> {
  const form = await visit.form()
  const id = encodeURIComponent(String(visit.req.params.id))
  try {
    return backTo(form, replayedCode(await sent<Answer<typeof replayed>>(visit, `/v1/deliveries/${id}/replay`, {})))
  } catch (error) {
    return refusedForm(error)
  }
}

export async function replayAll(visit: Visit): Promise<Refused | string> {
  const form = await visit.form()
  const said = (name: string) => (form.get(name) ? { [name]: form.get(name) } : {})
  const body = { status: form.get('/status') ?? 'dead', ...said('alert'), ...said('person') }
  try {
    return backTo(form, replayedCode(await sent<Answer<typeof replayed>>(visit, '/v1/deliveries/replay', body)))
  } catch (error) {
    return refusedForm(error)
  }
}

export async function test(visit: Visit): Promise<Refused | string> {
  const person = ((await visit.form()).get('/person') ?? '').trim()
  try {
    await sent(visit, '/v1/delivery/test', { person })
    const found = visit.me.reads.alerts ? { status: 'all', person } : {}
    return addressOf('/deliveries', { ...found, done: 'tested' })
  } catch (error) {
    return { ...refusedForm(error), person }
  }
}

export async function replaySubscription(visit: Visit): Promise<Refused | string> {
  const id = String(visit.req.params.id)
  const from = ((await visit.form()).get('/from') ?? '').trim()
  try {
    await sent(visit, `/v1/subscriptions/${encodeURIComponent(id)}/replay`, { from })
    return addressOf('/deliveries', { done: 'told' })
  } catch (error) {
    return { ...refusedForm(error, () => `from-${id}`), subscription: { id, from } }
  }
}
