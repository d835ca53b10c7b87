/**
 * What the board knows: open incidents, worst first as the server orders them, and alerts. The stream brings each change at
 * once; the list is read again soon after for its order, and every half minute in any case.
 */
import { NoAnswer, Refused, readAll } from './api.js'
import { trouble, watchServer } from './pulse.js'
import { follow } from './stream.js'

const MOST = 1000
const SOON_MS = 400
const ANYWAY_MS = 30_000

/** Items by id, with when the board received each, so that a slow answer does not bring back an older copy. */
function shelf() {
  const kept = new Map()
  return {
    put: (id, item) => kept.set(id, { item, heard: performance.now() }),
    replace(items, idOf, askedAt) {
      const fresh = new Set(items.map(idOf))
      for (const [id, { heard }] of kept) if (!fresh.has(id) && heard < askedAt) kept.delete(id)
      for (const item of items) if (!(kept.get(idOf(item))?.heard > askedAt)) kept.set(idOf(item), { item, heard: askedAt })
    },
    all: () => [...kept.values()].map(({ item }) => item),
    get: (id) => kept.get(id)?.item,
  }
}

const demandLevel = ({ demands }) => Math.max(0, ...demands.map(({ level }) => level))

/**
 * @param {(changed: {incident: string | null, alert: object | null}) => void} onChange
 */
export function createLive(onChange) {
  const incidents = shelf()
  const alerts = shelf()
  let order = []
  let more = false
  let loaded = false
  let listens = true
  let soon = null

  const refresh = async () => {
    clearTimeout(soon)
    soon = null
    const askedAt = performance.now()
    try {
      const list = await readAll('/v1/incidents?state=closure.open', MOST)
      incidents.replace(list.items, ({ incident }) => incident, askedAt)
      // Items that moved during the walk come again at the end.
      order = [...new Set(list.items.map(({ incident }) => incident))]
      more = list.more
      if (listens) {
        const pages = await Promise.all(['open', 'acknowledged'].map((status) => readAll(`/v1/alerts?status=${status}`, MOST)))
        alerts.replace(
          pages.flatMap(({ items }) => items),
          ({ id }) => id,
          askedAt,
        )
      }
      loaded = true
      trouble('list', null)
    } catch (error) {
      // The page says so, and goes on once somebody has signed in.
      if (error instanceof Refused && error.status === 401) return
      trouble(
        'list',
        error instanceof NoAnswer ? 'The list could not be read: it is old.' : `The list was refused: ${error.message}`,
      )
    }
    onChange({ incident: null, alert: null })
  }
  const refreshSoon = () => {
    soon ??= setTimeout(refresh, SOON_MS)
  }

  const stopFollowing = follow({
    onOpen: () => {
      trouble('stream', null)
      refresh()
    },
    onReset: refresh,
    onItem: (kind, item) => {
      if (kind === 'incident') incidents.put(item.incident, item)
      if (kind === 'alert') alerts.put(item.id, item)
      onChange({ incident: item.incident, alert: kind === 'alert' ? item : null })
      refreshSoon()
    },
    onLost: (why) => trouble('stream', `What you see is old: ${why}. Trying again.`),
    onRefused: (status) => {
      if (status === 401) return
      listens = false
      trouble('stream', 'Your role may not listen to live changes: the list is read only every half minute.')
      refresh()
    },
  })
  const stopWatching = watchServer()
  const anyway = setInterval(refresh, ANYWAY_MS)

  return {
    /** Open incidents in the server's order; a new demand is put in its place before the server has ordered the list again. */
    incidents: () => {
      const place = new Map(order.map((incident, index) => [incident, index]))
      return (
        incidents
          .all()
          // Of a restricted one the stream does not say whether it is closed: the list, read soon after, leaves it out then.
          .filter(({ restricted, state }) => restricted || state.closure === 'open')
          .sort((a, b) => demandLevel(b) - demandLevel(a) || (place.get(a.incident) ?? -1) - (place.get(b.incident) ?? -1))
      )
    },
    alerts: () => alerts.all().filter(({ status }) => status !== 'resolved'),
    isLoaded: () => loaded,
    hasMore: () => more,
    acknowledged: (alert) => {
      alerts.put(alert.id, alert)
      onChange({ incident: alert.incident, alert })
    },
    stop: () => {
      stopFollowing()
      stopWatching()
      clearInterval(anyway)
      clearTimeout(soon)
    },
  }
}
