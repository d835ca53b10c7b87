/** The exported record as a page to print: it needs nothing else, runs nothing, and carries its marking on every sheet. */
import { DateTime } from 'luxon'
import type { Actor } from '../../engine/step/case.ts'
import { escaped as text } from '../../markup/escaped.ts'
import type { Exported, ExportedLine } from './exported.ts'

const STYLE = `
  @page { size: A4; margin: 22mm 15mm }
  body { font: 10.5pt/1.4 system-ui, "Liberation Sans", Arial, sans-serif; color: #000; background: #fff; max-width: 52rem; margin: 0 auto; padding: 3rem 1rem }
  .marking { position: fixed; left: 0; right: 0; text-align: center; font-weight: bold; letter-spacing: .05em; background: #fff; padding: .2rem }
  .marking.top { top: 0; border-bottom: 1px solid #000 } .marking.bottom { bottom: 0; border-top: 1px solid #000 }
  @media print { body { padding: 0; max-width: none } .marking.top { top: -14mm } .marking.bottom { bottom: -14mm } }
  h1 { font-size: 16pt } h2 { font-size: 12.5pt; border-bottom: 1px solid #000; margin-top: 1.6em; break-after: avoid }
  table { border-collapse: collapse; width: 100% } th, td { text-align: left; vertical-align: top; padding: .15rem .8rem .15rem 0; border-bottom: 1px solid #bbb; overflow-wrap: break-word }
  section.line { border-bottom: 1px solid #bbb; padding: .4rem 0 } section.line h3 { font-size: 10.5pt; margin: 0; break-after: avoid }
  dl { display: grid; grid-template-columns: 9rem 1fr; gap: 0 .8rem; margin: .2rem 0 } dt { color: #333 } dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
  dd dl { grid-template-columns: 7rem 1fr; margin: 0 } ul { margin: .1rem 0; padding-left: 1.2rem } .bytes { font-family: ui-monospace, monospace; font-size: 8.5pt; overflow-wrap: anywhere }`

export function exportPage(exported: Exported): string {
  const { incident, timeline, verification, policy, marking, exportedAt } = exported
  const at = (instant: string): string => timeIn(policy.timezone, instant)
  const { demands, deadlines, alerts, grades, closureBlockers, risk, state } = incident
  return `<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(incident.incident)}</title><style>${STYLE}</style></head><body>
<div class="marking top">${marking}</div><div class="marking bottom">${marking}</div>
<h1>Incident ${text(incident.incident)}</h1>
<p>Force ${text(incident.force)}. Reported ${at(incident.reportedAt)}. Priority ${text(incident.priority ?? 'none')}. Exported ${at(exportedAt)}. Times are of ${text(policy.timezone)}.</p>
<h2>Current state</h2>${table(
    ['Part', 'State'],
    [
      ...Object.entries(state).map(([region, name]) => [plain(region), plain(name)]),
      ['flags', risk.flags.join(', ') || 'none'],
      ['risk grade', risk.grade ?? 'none'],
    ],
  )}
<h2>Demands for reassessment</h2>${table(
    ['Demand', 'Why', 'Raised', 'Answer due', 'Level', 'Status'],
    demands.map((demand) => [
      demand.id,
      plain(demand.reason),
      at(demand.raisedAt),
      at(demand.dueAt),
      `${demand.level}${demand.count > 1 ? `, asked ${demand.count} times` : ''}`,
      demand.status,
    ]),
  )}
<h2>Deadlines</h2>${table(
    ['Deadline', 'Due', 'Status'],
    deadlines.map(({ name, dueAt, status }) => [plain(name), at(dueAt), status]),
  )}
<h2>Alerts</h2>${table(
    ['Alert', 'Severity', 'For', 'Raised', 'Status', 'Somebody has it'],
    alerts.map((alert) => [
      `${plain(alert.kind)}, level ${alert.level}`,
      alert.severity,
      plain(alert.audience),
      at(alert.raisedAt),
      alert.resolvedAt === undefined ? alert.status : `${alert.status} ${at(alert.resolvedAt)}`,
      alert.acknowledgedBy === undefined ? '' : `${alert.acknowledgedBy.id} (${alert.acknowledgedBy.role})`,
    ]),
  )}
<h2>Grades</h2>${table(
    ['Grade', 'When', 'By'],
    grades.map(({ priority, at: when, by }) => [priority, at(when), `${by.id} (${by.role})`]),
  )}
<h2>Blocks closing</h2>${table(
    ['Code', 'What'],
    closureBlockers.map(({ code, detail }) => [code, detail]),
  )}
<h2>What happened</h2>${timeline.map((line) => section(line, at)).join('\n')}
<h2>Can it be relied on</h2>
<p>${verification.lines} lines, each hashed with the one before it; ${
    verification.differences.length > 0
      ? 'the record <strong>contradicts itself</strong>, as listed below'
      : verification.replayed
        ? 'the chain is whole, every content is the one committed to, and replaying the lines gives the incident as shown'
        : 'the chain is whole; some content has been destroyed at retention, so the lines could not be replayed'
  }.</p>
<ul>${verification.differences.map(({ sequence, detail }) => `<li>${sequence === null ? '' : `line ${sequence}: `}${text(detail)}</li>`).join('')}</ul>
<p>Head of the chain <span class="bytes">${text(verification.head)}</span><br>Policy ${text(incident.policy.id)} version ${incident.policy.version}, content <span class="bytes">${text(policy.hash)}</span></p>
</body></html>
`
}

function section(
  { sequence, type, at: when, recordedAt, actor, data, consequences, chain }: ExportedLine,
  at: (instant: string) => string,
): string {
  const followed = [
    ...consequences.demands.map(({ id, reason, level, status }) => `demand ${id} (${plain(reason)}): ${status}, level ${level}`),
    ...consequences.alerts.map(({ kind, level, status }) => `alert ${plain(kind)}: ${status}, level ${level}`),
    ...consequences.timersSet.map(({ machine, deadline, dueAt }) => `clock set: ${machine} ${plain(deadline)}, ${at(dueAt)}`),
  ]
  return `<section class="line"><h3>${sequence}. ${at(when)} ${text(plain(type))}${actor === null ? '' : `, ${text(plain(actor.role))}`}</h3>
<p>Recorded ${at(recordedAt)}${actor === null ? ' by the engine' : text(postedBy(actor))}.</p>
${data === null ? '<p>What was said has been destroyed at retention.</p>' : value(data, at)}
${list(followed.map(text))}<p class="bytes">${text(chain.hash)}</p></section>`
}

/** Who signed in, and for whom they did not sign. */
const postedBy = ({ key, person, vouches, enteredBy }: Actor): string =>
  [
    ` with ${key}`,
    ...(person === undefined ? [] : [`by ${person.name}, who signed in`]),
    ...(enteredBy === undefined ? [] : ['and entered it afterwards for the person named below']),
    ...(vouches ? ['of a system that names its own signed-in people'] : []),
  ].join(' ')

/** The posted data, field by field. */
function value(said: unknown, at: (instant: string) => string): string {
  if (Array.isArray(said)) return list(said.map((item) => value(item, at)))
  if (typeof said === 'object' && said !== null)
    return `<dl>${Object.entries(said)
      .map(([name, part]) => `<dt>${text(plain(name))}</dt><dd>${value(part, at)}</dd>`)
      .join('')}</dl>`
  if (typeof said === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(said)) return at(said)
  return text(said === true ? 'yes' : said === false ? 'no' : String(said ?? 'not known'))
}

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? '<p>None.</p>'
    : `<table><thead><tr>${heads.map((head) => `<th>${text(head)}</th>`).join('')}</tr></thead><tbody>${rows
        .map((row) => `<tr>${row.map((cell) => `<td>${text(cell)}</td>`).join('')}</tr>`)
        .join('')}</tbody></table>`

const list = (items: readonly string[]): string =>
  items.length === 0 ? '' : `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`

/** `20 Nov 2026 21:05:00 GMT`: the zone's own name tells the two hours of an autumn night apart. */
const timeIn = (zone: string, instant: string): string =>
  DateTime.fromISO(instant, { zone }).setLocale('en-GB').toFormat('d LLL yyyy HH:mm:ss ZZZZ')

/** `attendance-overdue` and `notDue` as people write them. */
const plain = (code: string): string =>
  code.replaceAll(/[-._/]/g, ' ').replaceAll(/([a-z])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`)
