/**
 * How much waits, in two statements: the open incidents in groups, and what waits beside them. Which incidents the reader may not read is
 * asked of the same rows, so that nothing restricted meanwhile is counted under its grade.
 */
import { SEVERITIES, type Severity } from '../../../machines/rules/catalogue/alerts.ts'
import { personKey, samePerson } from '../../../machines/rules/person.ts'
import { AREAS, type Area, ATTENTION, type Attention, type Instant } from '../../../machines/rules/vocabulary.ts'
import { MOST_COUNTED } from '../../engine/answers/counts.ts'
import type { Counting, Counts } from '../../engine/counts.ts'
import { ASKED } from '../../engine/registers/approvalRows.ts'
import { READING } from '../../engine/registers/readingRows.ts'
import type { Database } from '../connection/database.ts'
import { isStorable } from '../text.ts'
import { SEVERITY } from './alerts.ts'
import { hadBy } from './incidents.ts'

/** `$2` is who reads, as `personKey` spells them; null for a key. */
const IS_SEEN = '(c.readers is null or ($2::text is not null and c.readers @> array[$2::text]))'

interface Group {
  readonly now: Instant
  /** Null in the only row where no incident is open. */
  readonly attention: readonly Attention[] | null
  readonly seen: boolean
  readonly priority: string | null
  readonly area: Area
  readonly mine: boolean
  readonly count: number
}

function incidentGroups(force: string, { reader, mine, minesHidden }: Counting) {
  const values: unknown[] = [force, reader === null ? null : personKey(reader)]
  const isMine =
    mine === null ? 'false' : `c.reference = any(array(${hadBy(mine, values)}))${minesHidden ? ` and ${IS_SEEN}` : ''}`
  const text = `
    select now() as now, g.* from (values (1)) as one(n)
      left join (
        select c.attention, ${IS_SEEN} as seen, case when ${IS_SEEN} then c.priority end as priority,
               case when ${IS_SEEN} then c.area end as area, ${isMine} as mine, count(*)::integer as count
          from reassess.cases c where c.force = $1 and not c.closed group by 1, 2, 3, 4, 5
      ) as g on true`
  return { text, values }
}

interface Beside {
  readonly what: 'open' | 'acknowledged' | 'dead' | 'approvals' | 'reassessments' | 'handovers' | 'items'
  readonly severity: string
  readonly count: number
  readonly oldest: Instant | null
  /** Who made or approved a reassessment, or handed a shift over; null of everything else. */
  readonly whose: readonly string[] | null
}

const upTo = (what: string, rows: string): string =>
  `select '${what}' as what, '' as severity, (select count(*)::integer from (${rows} limit ${MOST_COUNTED}) as r) as count, null::timestamptz as oldest, null::text[] as whose`

const ALERTS = (openOnly: boolean): string => `
  select a.status as what, ${SEVERITY} as severity, count(*)::integer as count, min(a.raised_at) as oldest, null::text[] as whose
    from reassess.alerts a ${openOnly ? 'left join reassess.cases c on c.id = a.case_id' : ''}
   where a.force = $1 and a.status in ('open', 'acknowledged') ${openOnly ? 'and c.closed is not true' : ''} group by 1, 2`
const DEAD = (openOnly: boolean): string => `
  select 1 from reassess.deliveries d ${openOnly ? 'left join reassess.cases c on c.id = d.case_id' : ''}
   where d.force = $1 and d.status = 'dead' ${openOnly ? 'and c.closed is not true' : ''}`
const waits = (kind: string): string =>
  `select r.case_id, r.name from reassess.registers r where r.force = $1 and r.kind = '${kind}' and r.state = 'waiting'`
const TO_READ = `
  select 'reassessments' as what, '' as severity, count(*)::integer as count, null::timestamptz as oldest, r.whose
    from (select array_remove(array[s.content::json #>> '{assessor,id}', s.content::json #>> '{decision,approvedBy,id}'], null) as whose
            from (${waits(READING)} limit ${MOST_COUNTED}) r
            left join reassess.contents s on s.case_id = r.case_id and s.sequence = r.name::integer) r group by r.whose`
const LEFT = `
  select 1 from reassess.handovers h join reassess.handover_items i on i.handover = h.id and i.accepted_at is null and i.settled_at is null
   where h.force = $1 and h.done_at is null`

const HANDED_OVER = `
  select 'handovers' as what, '' as severity, count(*)::integer as count, null::timestamptz as oldest, array[r.by::json ->> 'id'] as whose
    from (select h.by from reassess.handovers h where h.force = $1 and h.done_at is null limit ${MOST_COUNTED}) as r group by r.by`

const besides = ({ openOnly, alerts, samples }: Counting): readonly string[] => [
  ...(alerts ? [ALERTS(openOnly), upTo('dead', DEAD(openOnly))] : []),
  ...(samples ? [upTo('approvals', waits(ASKED)), TO_READ, HANDED_OVER, upTo('items', LEFT)] : []),
]

export async function countsOf(database: Database, force: string, counting: Counting): Promise<Counts> {
  const asked = isStorable(counting.mine?.id ?? '') ? counting : { ...counting, mine: null }
  const { text, values } = incidentGroups(force, asked)
  const parts = besides(counting)
  const [groups, beside] = await Promise.all([
    database.query<Group>({ text }, values),
    parts.length === 0 ? [] : database.query<Beside>({ text: parts.join(' union all ') }, [force]),
  ])
  const found = groups.flatMap((group) => (group.attention === null ? [] : { ...group, attention: group.attention }))
  const sum = (fits: (group: (typeof found)[number]) => boolean): number =>
    found.reduce((total, group) => total + (fits(group) ? group.count : 0), 0)
  const priorities = [...new Set(found.filter(({ seen }) => seen).map(({ priority }) => priority))].sort()
  // What somebody made or approved waits for others: to count it would tell them that it was drawn.
  const isOwn = ({ whose }: Beside): boolean => (whose ?? []).some((id) => samePerson(id, asked.mine?.id ?? ''))
  const total = (what: Beside['what'], isCounted: (one: Beside) => boolean = () => true): number =>
    beside.reduce((all, one) => all + (one.what === what && isCounted(one) ? one.count : 0), 0)
  const ofOthers = (what: Beside['what']): number => total(what, (one) => !isOwn(one))
  const standing = (status: 'open' | 'acknowledged'): NonNullable<Counts['alerts']>['open'] => {
    const rows = beside.filter(({ what }) => what === status)
    const bySeverity = (name: string): number => rows.find(({ severity }) => severity === name)?.count ?? 0
    return {
      count: total(status),
      oldestAt: rows.flatMap(({ oldest }) => oldest ?? []).sort()[0] ?? null,
      bySeverity: Object.fromEntries(SEVERITIES.map((name) => [name, bySeverity(name)])) as Record<Severity, number>,
    }
  }
  const needs = (need: Attention): number => sum(({ attention }) => attention.includes(need))
  const lies = (name: Area): number => sum(({ seen, area }) => seen && area === name)
  return {
    at: groups[0]?.now ?? '',
    incidents: {
      open: sum(() => true),
      restricted: sum(({ seen }) => !seen),
      byAttention: Object.fromEntries(ATTENTION.map((need) => [need, needs(need)])) as Record<Attention, number>,
      byPriority: priorities.map((priority) => ({ priority, count: sum((group) => group.seen && group.priority === priority) })),
      byArea: Object.fromEntries(AREAS.map((area) => [area, lies(area)])) as Record<Area, number>,
      ...(counting.mine !== null && { mine: sum(({ mine }) => mine) }),
    },
    ...(counting.alerts && {
      alerts: { open: standing('open'), acknowledged: standing('acknowledged') },
      deliveries: { dead: total('dead') },
    }),
    ...(counting.samples && {
      approvals: { waiting: total('approvals') },
      reassessments: { waiting: ofOthers('reassessments') },
      handovers: {
        ...{ open: total('handovers'), items: total('items') },
        ...(counting.mine !== null && { toAccept: ofOthers('handovers') }),
      },
    }),
  }
}
