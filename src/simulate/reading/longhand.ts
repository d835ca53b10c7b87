/** Expectations have short forms for people; here they are written out, before the schema judges them. */
import { isMap } from '../fixtures.ts'

/** `alerts: [downgraded]` says `alerts: [{ kind: downgraded }]`, and `attendance: 21:00 missed` its due time and its status. */
export function longhand(raw: unknown): unknown {
  if (!isMap(raw) || !Array.isArray(raw.steps)) return raw
  return {
    ...raw,
    steps: raw.steps.map((step) => (isMap(step) && isMap(step.expect) ? { ...step, expect: whole(step.expect) } : step)),
  }
}

function whole(expect: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { alerts, demands, deadlines, refused, delivered, undelivered } = expect
  return {
    ...expect,
    ...(Array.isArray(alerts) && { alerts: alerts.map((alert) => named('kind', alert)) }),
    ...(Array.isArray(demands) && { demands: demands.map((demand) => named('reason', demand)) }),
    ...(Array.isArray(delivered) && { delivered: delivered.map(message) }),
    ...(Array.isArray(undelivered) && { undelivered: undelivered.map(message) }),
    ...(refused !== undefined && { refused: named('code', refused) }),
    ...(isMap(deadlines) && {
      deadlines: Object.fromEntries(Object.entries(deadlines).map(([name, said]) => [name, deadline(said)])),
    }),
  }
}

const named = (field: string, said: unknown): unknown => (typeof said === 'string' ? { [field]: said } : said)

/** One way, and one kind of alert, may be said without a list. */
const message = (said: unknown): unknown =>
  isMap(said) ? { ...said, ...listed('by', said.by), ...listed('kind', said.kind) } : said
const listed = (field: string, said: unknown) => (typeof said === 'string' ? { [field]: [said] } : {})

function deadline(said: unknown): unknown {
  if (typeof said !== 'string') return said
  const [, due, status] = /^(.*?) *(pending|met|missed|cancelled|none)?$/.exec(said) ?? []
  return { ...(due ? { due } : {}), ...(status ? { status } : {}) }
}
