/** What the list of alerts reads: a page of alerts, how many there are, and what was refused of incidents that nobody has reported. */
import { type Api, ApiRefused } from '../../ask.ts'
import type { Rights } from '../../visit.ts'
import { plainly } from '../../words/refused.ts'
import type { Counts } from '../wall/readList.ts'
import type { AskedFor } from './asked.ts'
import type { Alert } from './before.ts'

/** Alerts of a page. Project default. */
const ON_A_PAGE = 50
/** Refused reports of a page about which the reason is read; each is a question of its own. Project default. */
const MOST_EXPLAINED = 10

export interface AlertList {
  readonly items: readonly Alert[]
  readonly next: string | null
  /** Null where they could not be read. */
  readonly counts: Counts | null
  /** Why a report was refused, by incident. */
  readonly refused: ReadonlyMap<string, string>
}

export async function readAlerts(
  api: Api,
  { filter, cursor }: AskedFor,
  { refusals }: Rights,
  atTop: Counts | null,
): Promise<AlertList> {
  const query = new URLSearchParams({ order: 'waiting', limit: String(ON_A_PAGE), ...filter, ...(cursor !== null && { cursor }) })
  const [list, counts] = await Promise.all([
    api.get<Pick<AlertList, 'items' | 'next'>>(`/v1/alerts?${query}`),
    atTop ?? api.get<Counts>('/v1/counts').catch(nullIfRefused),
  ])
  return { ...list, counts, refused: refusals ? await explained(api, list.items) : new Map() }
}

async function explained(api: Api, alerts: readonly Alert[]): Promise<ReadonlyMap<string, string>> {
  const about = alerts.flatMap(({ kind, incident }) => (kind === 'report-refused' && incident !== '' ? [incident] : []))
  const found = await Promise.all(
    about.slice(0, MOST_EXPLAINED).map(async (incident): Promise<[string, string] | null> => {
      const query = new URLSearchParams({ incident, limit: '1' })
      const refused = await api.get<{ items: readonly Refused[] }>(`/v1/refusals?${query}`).catch(nullIfRefused)
      const detail = refused?.items[0]?.problem?.detail
      return detail === undefined ? null : [incident, plainly(detail)]
    }),
  )
  return new Map(found.filter((one) => one !== null))
}

/** Of a restricted incident there is no problem. */
interface Refused {
  readonly problem?: { readonly detail?: string }
}

function nullIfRefused(error: unknown): null {
  if (error instanceof ApiRefused) return null
  throw error
}
