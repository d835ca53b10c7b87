/** Taking and giving back alerts from the page of an incident. */
import { alertActAt, takeAllAt } from '../../holder.ts'
import type { Visit } from '../../visit.ts'

export type Act = 'take' | 'take-all' | 'release'
export const isAct = (said: string | null): said is Act => said === 'take' || said === 'take-all' || said === 'release'

/** @throws ApiRefused */
export async function actOn({ api, who }: Visit, reference: string, form: URLSearchParams, act: Act): Promise<void> {
  const note = form.get('note')?.trim() ?? ''
  const path = act === 'take-all' ? takeAllAt(reference) : alertActAt(form.get('alert') ?? '', act)
  const from = form.get('from')
  const body = {
    by: who.person,
    ...(note !== '' && { note }),
    // Who had it as the page showed it, a person a line: whoever presses second is told.
    ...(act !== 'release' && from !== null && { from: from.split('\n').filter((id) => id !== '') }),
  }
  await api.send('POST', path, { csrf: form.get('csrf') ?? '', body })
}
