/** One night of one incident, and who was told of it: each test goes through engine, commit and store in memory. */
import { advanceNotifications } from '../../../src/engine/notifications/advance.ts'
import type { OnDuty } from '../../../src/engine/notifications/recipients.ts'
import { arrived, callReceived, diverted, gradedP2, type Happening, instant, reassessed } from '../../support/happenings.ts'
import { KEY, policyWith, startNight } from '../../support/incident.ts'
import { everybodyOnDuty, LADDER, notifierWith, planWith } from '../../support/notification.ts'

const PLAN = planWith()
const MINUTE_MS = 60_000

/** A night without the duty to tell the victim, which has a test of its own. */
function toldNight(onDuty: OnDuty = everybodyOnDuty) {
  const notifier = notifierWith(PLAN, onDuty)
  const night = startNight(policyWith({ victimTold: undefined }), undefined, undefined, notifier)
  const ports = {
    force: KEY.force,
    ladder: LADDER,
    people: () => [],
    notifier,
    rows: night.store.notifications,
    deliveriesWritten: () => {},
  }
  let now = instant('20:00')
  const passes = async (until: string) => {
    for (; now <= until; now = new Date(Date.parse(now) + MINUTE_MS).toISOString()) {
      await night.go({ kind: 'clock', at: now })
      await advanceNotifications(ports)
    }
  }
  const alert = (kind: string) => {
    const found = night.store.alerts(KEY).findLast((one) => one.kind === kind && one.status !== 'resolved')
    if (found === undefined) throw new Error(`no ${kind}`)
    return found.id
  }
  return {
    night,
    async happens(...happened: readonly Happening[]) {
      for (const one of happened) {
        if (one.kind === 'event') await passes(one.recordedAt)
        await night.go(one)
      }
    },
    async until(time: string) {
      await passes(instant(time))
    },
    take: (kind: string, id: string) =>
      night.engine.acknowledge(alert(kind), KEY, { id, role: 'supervisor' }, { key: 'k', role: 'supervisor' }),
    /** Of the alerts of a kind, text messages only: `20:30 sup-1`, with what became of it unless it arrived. */
    texts: (kind: string) =>
      night.store.notifications
        .deliveries(KEY)
        .filter((row) => row.kind === kind && row.way === 'sms')
        .map(({ tryAt, person, about, status }) =>
          [tryAt.slice(11, 16), about === 'raised' ? '' : about, person, status === 'withdrawn' ? status : '']
            .filter(Boolean)
            .join(' '),
        ),
  }
}

it('a demand that nobody takes goes from person to person, and by its own clock up the ladder', async () => {
  const $ = toldNight()
  await $.happens(...gradedP2('20:00'), diverted('20:30'))
  await $.until('20:46')
  expect($.texts('reassessment-demanded')).toEqual(['20:30 sup-1', '20:33 sup-2', '20:36 supt-2', '20:39 fim-1', '20:42 supt-1'])
  // The answer was due at 20:45: the next level is told of the overdue demand.
  expect($.texts('reassessment-overdue')).toEqual(['20:45 fim-1'])
})

it('a demand that somebody takes is told to nobody else, until its own clock brings it back', async () => {
  const $ = toldNight()
  await $.happens(...gradedP2('20:00'), diverted('20:30'))
  await $.until('20:32')
  await $.take('reassessment-demanded', 'sup-1')
  await $.until('20:46')
  expect($.texts('reassessment-demanded')).toEqual(['20:30 sup-1'])
  expect($.texts('reassessment-overdue')).toEqual(['20:45 fim-1'])
})

it('at the top the same alert returns by its clock to whoever took it and to the next', async () => {
  const $ = toldNight()
  await $.happens(...gradedP2('20:00'), diverted('20:30'))
  await $.until('21:01')
  await $.take('reassessment-overdue', 'supt-1')
  await $.until('21:16')
  const top = $.texts('reassessment-overdue').filter((text) => text >= '21:00')
  expect(top).toEqual(expect.arrayContaining(['21:00 supt-1', '21:15 supt-1', '21:15 supt-2']))
  expect(top).not.toContain('21:03 supt-2')
})

it('a taken demand that another call joins is told again to whoever had it and to the next', async () => {
  const $ = toldNight()
  await $.happens(...gradedP2('20:00'), callReceived('20:30'))
  await $.until('20:31')
  await $.take('reassessment-demanded', 'sup-1')
  await $.happens(callReceived('20:40'))
  await $.until('20:41')
  expect($.texts('reassessment-demanded')).toEqual(['20:30 sup-1', '20:40 sup-1', '20:40 sup-2'])
})

it('the answer ends it: nobody else is told', async () => {
  const $ = toldNight()
  await $.happens(...gradedP2('20:00'), diverted('20:30'), reassessed('20:31', 'd1'))
  // Before the breach, which makes another demand.
  await $.until('20:59')
  expect($.texts('reassessment-demanded')).toEqual(['20:30 sup-1'])
  expect($.texts('reassessment-overdue')).toEqual([])
})

it('an alert that is raised and ends within one commit is told to nobody', async () => {
  const $ = toldNight()
  await $.happens(...gradedP2('20:00'))
  const events = [callReceived('20:31'), arrived('20:31')]
  const posted = events.map(({ type, at, role, data }, n) => ({
    ...{ ...KEY, source: 's', id: `together-${n}`, type, at, data, actor: { key: `key-${role}`, role } },
  }))
  await $.until('20:31')
  await $.night.engine.record(posted as Parameters<typeof $.night.engine.record>[0])
  await $.until('21:30')
  expect($.texts('reassessment-demanded')).toEqual([])
})
