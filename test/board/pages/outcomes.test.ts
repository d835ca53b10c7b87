/** What a page says after somebody took or released something, from what is so by then. */
import { outcomeWords as ofAlert } from '../../../src/board/pages/alerts/act.ts'
import type { Alert } from '../../../src/board/pages/alerts/before.ts'
import { takenFrom } from '../../../src/board/pages/wall/act.ts'
import { type Outcome, outcomeWords } from '../../../src/board/pages/wall/outcome.ts'

const alert = (told: Partial<Alert> = {}): Alert => ({
  ...{
    id: 'WK-1-a1',
    incident: 'WK-1',
    kind: 'attendance-overdue',
    severity: 'high',
    audience: 'supervisor',
    level: 1,
    count: 1,
  },
  ...{ status: 'open', raisedAt: '2026-11-19T21:00:00.000Z' },
  ...told,
})
const had = (id: string): Alert => alert({ status: 'acknowledged', acknowledgedBy: { id, role: 'supervisor' } })

describe('of an incident', () => {
  const said = (told: Partial<Outcome>) =>
    outcomeWords({ did: 'took', about: 'WK-1', id: 'sup-1', open: 0, mine: [], taken: [], before: [], ...told })
  const mine = { mine: [had('sup-1')], taken: [had('sup-1')] }
  const message = { about: 'taken-over', incident: 'WK-1', alert: 'WK-1-a1' } as const

  it.each<[string, Partial<Outcome>, string | null]>([
    ['it is theirs', mine, 'You have WK-1 now: 1 alert.'],
    [
      'whoever had it was told',
      { ...mine, before: [{ person: 'sup-2', messages: [{ ...message, status: 'delivered' }] }] },
      'You have WK-1 now: 1 alert. sup-2 had it before, and was told.',
    ],
    [
      'a message is on its way',
      { ...mine, before: [{ person: 'sup-2', messages: [{ ...message, status: 'pending' }] }] },
      'You have WK-1 now: 1 alert. sup-2 had it before, and is being told.',
    ],
    [
      'a message about another incident tells nobody of this one',
      { ...mine, before: [{ person: 'sup-2', messages: [{ ...message, incident: 'WK-2', status: 'delivered' }] }] },
      'You have WK-1 now: 1 alert. sup-2 had it before, and no message tells them: speak to them.',
    ],
    [
      'nobody knows whether a message goes',
      { ...mine, before: [{ person: 'sup-2', messages: null }] },
      'You have WK-1 now: 1 alert. sup-2 had it before. Whether a message tells them is not known: speak to them.',
    ],
    ['somebody took it over since', { taken: [had('sup-2')] }, 'sup-2 took WK-1 over after you, and has it now.'],
    ['it came back since', { open: 2 }, 'Nobody has WK-1 now: its alerts came back. Take it again.'],
    ['it ended since', {}, 'WK-1 has no alert any more.'],
    [
      'of a restricted incident nobody else is told who has it',
      { taken: [alert({ status: 'acknowledged' })] },
      'The alerts of WK-1 are taken. By whom, is told to readers of this restricted incident only.',
    ],
    [
      'somebody was first on an incident that is not told of',
      { did: 'second', taken: [alert({ status: 'acknowledged' })] },
      'Somebody has WK-1 already, and nothing was changed. Who it is, is told to readers of this restricted incident only: ask one of them, or take it over, and whoever has it is told.',
    ],
    ['they still have some', { ...mine, did: 'released' }, 'You still have 1 alert of WK-1.'],
    ['an address that says nothing known', { did: 'won' }, null],
  ])('%s', (_, told, words) => expect(said(told)).toBe(words))

  it('reads what the button of a row says, and asks nothing of what it cannot read', () => {
    expect(takenFrom('WK-1 ["sup-2"]')).toEqual({ incident: 'WK-1', seen: ['sup-2'] })
    expect(takenFrom('WK-1 []')).toEqual({ incident: 'WK-1', seen: [] })
    for (const value of ['WK-1', 'WK-1 ', 'WK-1 {', 'WK-1 [1]'])
      expect(takenFrom(value)).toEqual({ incident: 'WK-1', seen: null })
  })
})

describe('of an alert', () => {
  it.each<[string, Alert, string | null]>([
    ['took', had('SUP-1'), 'You have “Attendance overdue” of WK-1 now.'],
    ['took', had('sup-2'), 'sup-2 has “Attendance overdue” of WK-1 now.'],
    ['took', alert(), 'Nobody has “Attendance overdue” of WK-1 now: it came back. Take it again.'],
    ['took', alert({ status: 'resolved' }), '“Attendance overdue” of WK-1 has ended.'],
    ['released', alert(), '“Attendance overdue” of WK-1 waits for somebody again.'],
    [
      'dismissed',
      alert({ status: 'resolved', incident: '' }),
      'You dismissed “Attendance overdue”. It is kept, with your reason.',
    ],
    ['won', alert(), null],
  ])('%s', (did, now, words) => expect(ofAlert(did, now, 'sup-1')).toBe(words))
})
