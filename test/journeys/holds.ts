/** What every journey ends with: the promises that hold whatever was done to the system on the way. */
import type { AlertItem, IncidentItem, TimelineItem } from '../../src/engine/views/views.ts'
import type { Client } from '../support/client.ts'
import type { Place } from '../support/server.ts'

/** A deadline that passed, as its line in the timeline names it. */
interface Passed {
  readonly timer: string
  readonly deadline: string
}

/**
 * One breach has one alert, one demand has one, and no timer fired twice.
 * @returns how many incidents were looked at, so that a test can say that it was all of them.
 */
export async function oneCauseOneAlert(client: Pick<Client, 'list' | 'timeline'>): Promise<number> {
  const alerts = await client.list<AlertItem>('/v1/alerts')
  const incidents = await client.list<IncidentItem>('/v1/incidents')
  for (const { incident } of incidents) {
    const lines = await client.timeline(incident)
    const raised = (kind: string) => alerts.filter((alert) => alert.incident === incident && alert.kind === kind)
    const passed = lines.filter(({ type }) => type === 'deadline.passed').map(({ data }) => data as Passed)
    const demands = new Set(lines.flatMap(({ consequences }) => consequences.demands.map(({ id }) => id)))
    expect({
      incident,
      breachAlerts: raised('attendance-overdue').length,
      demandAlerts: raised('reassessment-demanded')
        .map(({ demand }) => demand)
        .sort(),
      firedTwice: repeated(passed.map(({ timer }) => timer)),
      sequences: lines.map(({ sequence }) => sequence),
    }).toEqual({
      incident,
      breachAlerts: passed.filter(({ deadline }) => deadline === 'attendance').length,
      demandAlerts: [...demands].sort(),
      firedTwice: [],
      sequences: lines.map((_, index) => index + 1),
    })
  }
  return incidents.length
}

/** Replay gives the same snapshot, every chain holds, and so do the checkpoints. The embedded database must be free. */
export async function verifies(place: Place): Promise<void> {
  const { code, stdout, stderr } = await place.run('verify')
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: expect.stringMatching(
      /^\d+ incidents?, \d+ lines?: no difference\n(access log: \d+ lines? of \d+ process(es)?: no difference\n)?$/,
    ),
    stderr: '',
  })
}

/** The lines of a case on which a deadline of a name passed. */
export const lapsesOf = (lines: readonly TimelineItem[], deadline: string): readonly TimelineItem[] =>
  lines.filter(({ type, data }) => type === 'deadline.passed' && (data as Passed).deadline === deadline)

const repeated = (names: readonly string[]): readonly string[] => names.filter((name, index) => names.indexOf(name) !== index)
