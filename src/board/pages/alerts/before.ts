/** Whoever had an alert before somebody took it over: who they are, and whether a message tells them. */
import type { delivery } from '../../../engine/answers/deliveries.ts'
import type { alert } from '../../../engine/answers/parts.ts'
import type { Answer } from '../../../engine/answers/shapes.ts'
import type { Api } from '../../ask.ts'

export type Alert = Answer<typeof alert>
type Message = Pick<Answer<typeof delivery>, 'about' | 'incident' | 'alert' | 'status'>

export interface Before {
  readonly person: string
  /** Null where they could not be read. */
  readonly messages: readonly Message[] | null
}

/** The newest messages to them; what became of a message of this minute is among them. */
export async function beforeOf(api: Api, person: string): Promise<Before> {
  const query = new URLSearchParams({ person, limit: '50' })
  const messages = await api.get<{ items: readonly Message[] }>(`/v1/deliveries?${query}`).catch(() => null)
  return { person, messages: messages?.items ?? null }
}

const ON_ITS_WAY: readonly string[] = ['pending', 'sent', 'failed']

/** @param isAbout whether a message is about what was taken over. */
export function toldWords({ person, messages }: Before, isAbout: (message: Message) => boolean): string {
  const had = `${person} had it before`
  if (messages === null) return `${had}. Whether a message tells them is not known: speak to them.`
  const news = messages.filter((message) => message.about === 'taken-over' && isAbout(message))
  if (news.some(({ status }) => status === 'delivered')) return `${had}, and was told.`
  if (news.some(({ status }) => ON_ITS_WAY.includes(status))) return `${had}, and is being told.`
  return `${had}, and no message tells them: speak to them.`
}
