/** `/rota`: who is on duty now and in the next days, and the form that puts somebody else on. */
import type { dutyPage, overrideRecorded, rotaPage } from '../../../engine/answers/duty.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import { addressOf, askedFor } from '../../address.ts'
import { ApiRefused } from '../../ask.ts'
import type { Page } from '../../page.ts'
import { errorsByName, type RefusedForm, refusedForm } from '../../refusedForm.ts'
import type { Visit } from '../../visit.ts'
import { NOTHING_TYPED, overrideOf, PLACES_OF_FORM, rolesSeen, type Typed, typedIn } from './model.ts'

export const onDuty: Page = {
  path: '/rota',
  get: (visit) => answer(visit, askedFor(visit.req, ['role', 'from', 'recorded'])),
  post: override,
}

interface Asked {
  readonly role: string
  /** An instant; now where it is empty. */
  readonly from: string
  readonly recorded: string
}

interface Refused extends RefusedForm {
  readonly typed: Typed
}

async function answer({ api, me, show }: Visit, { role, from, recorded }: Asked, refused: Refused | null = null): Promise<void> {
  const title = 'Who is on duty'
  try {
    const [{ items: duties }, rota] = await Promise.all([
      api.get<Answer<typeof dutyPage>>(addressOf('/v1/on-duty', { role })),
      api.get<Answer<typeof rotaPage>>(addressOf('/v1/rota', { role, from })),
    ])
    const { status = 200, errors = [], typed = NOTHING_TYPED } = refused ?? {}
    const model = {
      ...{
        hasFile: true,
        roles: rolesSeen(duties, rota),
        from: rota.from,
        to: rota.to,
        isOne: role !== '',
        mayChange: me.reads.changesRota,
      },
      ...{ recorded: recorded !== '', errors, byName: errorsByName(errors), typed, places: PLACES_OF_FORM },
    }
    show('rota.njk', model, { title, status })
  } catch (error) {
    if (!(error instanceof ApiRefused) || error.code !== 'no-delivery-file') throw error
    show('rota.njk', { hasFile: false, errors: refused?.errors ?? [] }, { title })
  }
}

async function override(visit: Visit): Promise<void> {
  const { api, who, form, goTo } = visit
  const sent = await form()
  const role = sent.get('/role') ?? ''
  const typed = typedIn(sent)
  const { body, nameOf } = overrideOf(role, typed)
  try {
    const by = who.person === null ? {} : { by: who.person }
    const { body: done } = await api.send<Answer<typeof overrideRecorded>>('POST', '/v1/rota/overrides', {
      csrf: sent.get('csrf') ?? '',
      body: { ...body, ...by },
    })
    // What it leaves without anybody shows from its beginning on.
    goTo(addressOf('/rota', { role, from: done.override.from, recorded: done.override.id }))
  } catch (error) {
    await answer(visit, { role, from: '', recorded: '' }, { ...refusedForm(error, nameOf), typed })
  }
}
