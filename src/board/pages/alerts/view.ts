/** The list of alerts as its view lays it out. */
import { ALERT_KINDS, ALERTS, SEVERITIES, type Severity } from '../../../../machines/rules/catalogue/alerts.ts'
import type { Issue } from '../../../../machines/rules/issue.ts'
import { ROLES } from '../../../../machines/rules/vocabulary.ts'
import { ROLE_LABELS } from '../../../frame/roles.ts'
import type { Visit } from '../../visit.ts'
import { type Text, timesOf } from '../../words/text.ts'
import { SEVERITY_WORDS } from '../../words/wall.ts'
import { counted } from '../../words/words.ts'
import type { FilterGroup, FilterLink } from '../wall/filters.ts'
import { readerOf } from '../wall/view.ts'
import { type AskedFor, addressOf, type Filter, here } from './asked.ts'
import { type Line, lineOf } from './line.ts'
import type { AlertList } from './readAlerts.ts'

export interface AlertsView {
  readonly lines: readonly (Line & { readonly refusal: ShownRefusal | null })[]
  readonly filters: readonly FilterGroup[]
  /** Chosen in a form: there are too many for links. */
  readonly choices: readonly Choice[]
  /** Filters besides the choices, which the form keeps. */
  readonly kept: readonly (readonly [string, string])[]
  readonly counts: Text
  readonly empty: string | null
  readonly next: string | null
  readonly first: string | null
  readonly post: string
  readonly fragment: string
  readonly errors: readonly { readonly text: string; readonly href: string }[]
}
interface Choice {
  readonly name: string
  readonly label: string
  readonly options: readonly { readonly value: string; readonly text: string; readonly isChosen: boolean }[]
}
/** What was typed about an alert, and why it was not taken. */
export interface Refusal {
  readonly alert: string
  readonly status: number
  readonly message: string
  readonly errors: readonly Pick<Issue, 'pointer' | 'detail'>[]
  readonly typed: URLSearchParams
}

interface ShownRefusal {
  readonly message: string
  readonly note: string
  readonly reason: string
  readonly wrong: Readonly<Record<string, string>>
}

export function viewOf(
  list: AlertList,
  asked: AskedFor,
  visit: Pick<Visit, 'who' | 'me' | 'clock'>,
  refusal: Refusal | null,
): AlertsView {
  const reader = { ...readerOf(visit), reads: visit.me.reads }
  const { filter, page } = asked
  const shown = refusal === null ? null : shownRefusal(refusal)
  const lines = list.items.map((alert) => ({
    ...lineOf(alert, reader, visit.clock, list.refused),
    refusal: alert.id === refusal?.alert ? shown : null,
  }))
  return {
    lines,
    filters: filtersOf(filter, list, reader.id),
    choices: choicesOf(filter),
    kept: Object.entries(filter).filter(([name]) => name !== 'kind' && name !== 'audience'),
    counts: countsOf(list, asked, visit),
    empty: lines.length > 0 ? null : page > 1 ? 'Nothing more is on the list.' : emptyWords(filter),
    next: list.next === null ? null : addressOf(filter, { cursor: list.next, page: String(page + 1) }),
    first: page === 1 ? null : addressOf(filter),
    ...{ post: here(asked), fragment: here(asked, { fragment: 'rows' }) },
    errors: refusal === null ? [] : summaryOf(refusal, lines),
  }
}

const emptyWords = (filter: Filter): string =>
  Object.keys(filter).length === 0 ? 'No alert is open, and nobody has one.' : 'No alert matches what you chose.'

function countsOf({ items, next, counts }: AlertList, { page }: AskedFor, { clock }: Pick<Visit, 'clock'>): Text {
  const here = `${counted(items.length, 'alert')}${page > 1 || next !== null ? ` on page ${page}` : ''}.`
  if (counts?.alerts === undefined) return [here, ' How many there are in all is not known.']
  const { open, acknowledged } = counts.alerts
  const oldest: Text = open.oldestAt === null ? [] : [', the longest for ', timesOf(clock).since(open.oldestAt)]
  return [
    here,
    ` In all ${counted(open.count, 'alert waits', 'alerts wait')} for somebody`,
    ...oldest,
    `; ${counted(acknowledged.count, 'alert is', 'alerts are')} taken and not done.`,
  ]
}

function filtersOf(filter: Filter, { counts }: AlertList, reader: string | null): readonly FilterGroup[] {
  const alerts = counts?.alerts
  const { mine, status, ...others } = filter
  const { severity: chosen, ...besides } = filter
  const all = alerts === undefined ? null : alerts.open.count + alerts.acknowledged.count
  const link = (label: string, href: string, isChosen: boolean, count: number | null): FilterLink => ({
    label,
    href,
    isChosen,
    count,
  })
  const whose = (label: string, value: 'open' | 'acknowledged'): FilterLink =>
    link(label, addressOf({ ...others, status: value }), mine === undefined && status === value, alerts?.[value].count ?? null)
  const severe = (severity: Severity): number | null => {
    if (alerts === undefined || mine !== undefined) return null
    const [open, taken] = [alerts.open.bySeverity[severity], alerts.acknowledged.bySeverity[severity]]
    return status === 'open' ? open : status === 'acknowledged' ? taken : open + taken
  }
  return [
    {
      name: 'Who has it',
      links: [
        link('Anybody or nobody', addressOf(others), mine === undefined && status === undefined, all),
        whose('Nobody', 'open'),
        whose('Somebody', 'acknowledged'),
        ...(reader === null ? [] : [link('You', addressOf({ ...others, mine: 'true' }), mine !== undefined, null)]),
      ],
    },
    {
      name: 'How severe',
      links: SEVERITIES.toReversed().map((severity) =>
        link(
          SEVERITY_WORDS[severity],
          addressOf(chosen === severity ? besides : { ...besides, severity }),
          chosen === severity,
          severe(severity),
        ),
      ),
    },
  ]
}

const choicesOf = ({ audience = '', kind = '' }: Filter): readonly Choice[] => [
  {
    ...{ name: 'audience', label: 'For whom' },
    options: optionsOf(
      'Everybody',
      ROLES.map((role) => [role, ROLE_LABELS[role]]),
      audience,
    ),
  },
  {
    ...{ name: 'kind', label: 'About what' },
    options: optionsOf(
      'Everything',
      ALERT_KINDS.map((name): [string, string] => [name, ALERTS[name].label]).toSorted(byText),
      kind,
    ),
  },
]

const byText = ([, one]: readonly [string, string], [, other]: readonly [string, string]): number =>
  one.localeCompare(other, 'en-GB')

const optionsOf = (all: string, options: readonly (readonly [string, string])[], chosen: string): Choice['options'] =>
  [['', all] as const, ...options].map(([value, text]) => ({ value, text, isChosen: value === chosen }))

const shownRefusal = ({ message, errors, typed }: Refusal): ShownRefusal => ({
  ...{ message, note: typed.get('/note') ?? '', reason: typed.get('/reason') ?? '' },
  wrong: Object.fromEntries(errors.map(({ pointer, detail }) => [pointer, detail])),
})

/** Each leads to its field; what is about no field leads to the alert. */
function summaryOf({ alert, errors, message }: Refusal, lines: readonly Line[]): AlertsView['errors'] {
  const isHere = lines.some(({ id }) => id === alert)
  const fields = errors.filter(({ pointer }) => pointer === '/note' || pointer === '/reason')
  if (fields.length === 0) return [{ text: message, href: isHere ? `#${anchorOf(alert)}` : '#main' }]
  return fields.map(({ pointer, detail }) => ({
    text: `${pointer === '/note' ? 'The note' : 'The reason'} ${detail}`,
    href: isHere ? `#${anchorOf(alert)}${pointer}` : '#main',
  }))
}

const anchorOf = (alert: string): string => `alert-${alert}`
