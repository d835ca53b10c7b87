/** What messages say: words and references, in London time. */
import fc from 'fast-check'
import { ALERT_KINDS, type AlertKind, SEVERITIES } from '../../machines/rules/catalogue/alerts.ts'
import { clockTime, contentOf, gsmLength, plainText, smsText } from '../../src/deliver/texts.ts'
import type { Message } from '../../src/deliver/way.ts'
import { item, message } from './messages.ts'

const mail = (more: Partial<Message>): string => {
  const content = contentOf(message(more))
  return `${content.subject}\n\n${plainText(content)}`
}

describe('an e-mail', () => {
  it('says first how bad it is, what it is and of which incident', () => {
    expect(mail({})).toBe(`Critical: Reassessment demanded, WK-1, by 03:15

Reassess the risk of WK-1 by 03:15.

Reassessment demanded, WK-1
Severity: critical.
Level: 1.
Due: 03:15. If nobody acts by then, the alert escalates or comes back.
Open WK-1: https://reassess.example.org/incidents/WK-1

Opening the link changes nothing. To say that you have it, take the alert on the board.
Nobody reads replies to this message.
`)
  })

  it('says how far it has escalated, and how often it was asked', () => {
    const text = mail({ items: [item('reassessment-overdue', { level: 3, count: 4 })] })
    expect(text).toContain('Level: 3 (1 is the first to be told).')
    expect(text).toContain('Asked 4 times.')
    expect(text).toContain('Nobody has reassessed in time: reassess the risk of WK-1 by 03:15.')
  })

  it('shows the label of a kind that has no words of its own here', () => {
    expect(mail({ items: [item('bail-lapsed', { severity: 'high' })] })).toContain(
      'High: Bail lapsed, WK-1, by 03:15\n\nBail lapsed, WK-1. Act by 03:15.',
    )
  })

  it('puts the worst first and counts the others', () => {
    const items = [item(), ...Array.from({ length: 24 }, (_, n) => item('attendance-overdue', { incident: `WK-${n + 2}` }))]
    const text = mail({ items })
    expect(text).toContain('Critical: Reassessment demanded, WK-1, by 03:15, and 24 more')
    expect(text).toContain('25 alerts, the worst first.')
    expect(text).toContain('And 5 more alerts: the board shows all of them.')
  })

  it('says of a deadline that has passed that it has passed', () => {
    const text = mail({ items: [item()], writtenAt: '2026-11-23T03:15:00.000Z' })
    expect(text).toContain(
      'Critical: Reassessment demanded, WK-1, was due at 03:15\n\nReassess the risk of WK-1. It was due at 03:15.\n',
    )
    expect(text).toContain('Level: 1.\nIt was due at 03:15.\nOpen WK-1')
    expect(mail({ about: 'taken-over', writtenAt: '2026-11-23T04:00:00.000Z' })).not.toContain('by then')
  })

  it('asks for nothing once the alert has ended, and does not say that all is done', () => {
    const text = mail({ about: 'ended' })
    expect(text).toContain(
      'Ended: Reassessment demanded, WK-1\n\nThis has ended and asks nothing more of you.\nOther alerts of the same incident may still be open.',
    )
    expect(text).not.toMatch(/Due:|take the alert/)
  })

  it.each([
    ['taken-over', 'Taken over: Reassessment demanded, WK-1', 'What it asks for must still be done.'],
    ['released', 'Released: Reassessment demanded, WK-1', 'nobody has it now'],
  ] as const)('says who has it when it was %s', (about, subject, said) => {
    expect(mail({ about })).toContain(subject)
    expect(mail({ about })).toContain(said)
  })

  it('says of a test that it is a test', () => {
    const text = mail({ about: 'test', items: [] })
    expect(text).toContain('Test of Reassess: you do not have to do anything\n\nThis is a test.')
    expect(text).toContain('https://reassess.example.org/')
  })

  it('leads to the board where an alert has no incident', () => {
    const text = mail({ items: [item('timers-stalled', { incident: '', dueAt: null })] })
    expect(text).toContain(
      'Critical: Deadlines are not running: watch every incident by hand\n\nDeadlines are not running: watch every incident by hand.',
    )
    expect(text).toContain('Open the board: https://reassess.example.org/')
  })

  it('says which role, subscription or alert an alert about the service concerns', () => {
    const text = mail({ items: [item('nobody-on-duty', { incident: '', dueAt: null, concerns: 'duty-superintendent' })] })
    expect(text).toContain('at once\nIt concerns: duty-superintendent.\nSeverity: critical.')
  })

  it('makes an address of any reference', () => {
    expect(mail({ items: [item('no-activity', { incident: 'A/1?&#"' })] })).toContain('/incidents/A%2F1%3F%26%23%22\n')
  })
})

describe('a time', () => {
  it('is of London, with its day where that is another', () => {
    expect(clockTime('2026-07-01T02:15:00.000Z', '2026-07-01T02:00:00.000Z')).toBe('03:15')
    expect(clockTime('2026-11-24T03:15:00.000Z', '2026-11-23T23:00:00.000Z')).toBe('03:15 on Tuesday 24 November')
    // Half past midnight in London, still the day before in UTC.
    expect(clockTime('2026-07-01T23:45:00.000Z', '2026-07-01T23:30:00.000Z')).toBe('00:45')
  })

  it('says which of the two hours of the October night is meant', () => {
    const now = '2026-10-25T00:00:00.000Z'
    expect(clockTime('2026-10-25T00:30:00.000Z', now)).toBe('01:30 BST (the first)')
    expect(clockTime('2026-10-25T01:30:00.000Z', now)).toBe('01:30 GMT (the second)')
    expect(clockTime('2026-10-25T02:30:00.000Z', now)).toBe('02:30')
  })
})

describe('a text message', () => {
  it('says what, which incident, by when, at which level, and where', () => {
    expect(smsText(message({ items: [item('reassessment-demanded', { level: 2 })] }))).toBe(
      'Critical: Reassess the risk of WK-1 by 03:15. Level 2. https://reassess.example.org/incidents/WK-1',
    )
  })

  it('counts the others', () => {
    const items = Array.from({ length: 8 }, (_, n) => item('attendance-overdue', { incident: `WK-${n}`, severity: 'high' }))
    expect(smsText(message({ items }))).toBe(
      'High: Get a unit to WK-0 by 03:15. Level 1. And 7 more. https://reassess.example.org/incidents/WK-0',
    )
  })

  it('says of a deadline that has passed that it has passed', () => {
    const at = (kind: AlertKind) => smsText(message({ items: [item(kind)], writtenAt: '2026-11-23T03:16:00.000Z' }))
    expect(at('reassessment-demanded')).toMatch(/^Critical: Reassess the risk of WK-1\. It was due at 03:15\. Level 1\. /)
    expect(at('bail-lapsed')).toMatch(/^Critical: Bail lapsed, WK-1\. It was due at 03:15\. Level 1\. /)
  })

  it('says so when it has ended, was taken over or released, and of a test', () => {
    expect(smsText(message({ about: 'ended' }))).toBe(
      'Ended: Reassessment demanded, WK-1. Other alerts may be open. https://reassess.example.org/incidents/WK-1',
    )
    expect(smsText(message({ about: 'released' }))).toMatch(/^Released: Reassessment demanded, WK-1\. Act by 03:15\. Level 1\. /)
    expect(smsText(message({ about: 'taken-over' }))).toMatch(/^Taken over: Reassessment demanded, WK-1\. /)
    expect(smsText(message({ about: 'test', items: [] }))).toMatch(/^Test of Reassess: .* https:\/\/reassess\.example\.org\/$/)
  })

  const GSM = /^[A-Za-z0-9@$_ !"#%&'()*+,\-./:;<=>?^{}\\[~\]|]*$/
  const references = fc.string({
    minLength: 1,
    maxLength: 64,
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
  })
  const bases = fc.constantFrom(
    'https://r.uk',
    'https://reassess.example.org',
    `https://${'reassess-control-room.'.repeat(6)}police.uk`,
  )

  it('has at most 160 characters of the GSM alphabet, whatever the reference', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('raised', 'ended', 'taken-over', 'released', 'test'),
        fc.constantFrom(...ALERT_KINDS),
        fc.constantFrom(...SEVERITIES),
        fc.oneof(references, fc.constant('`'.repeat(64)), fc.constant('|'.repeat(64)), fc.constant('')),
        bases,
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(1, 2, 50),
        fc.constantFrom(null, '2026-11-23T03:15:00.000Z', '2026-11-25T03:15:00.000Z', '2026-10-25T00:30:00.000Z'),
        (about, kind, severity, incident, base, level, count, dueAt) => {
          const items = Array.from({ length: count }, () => item(kind, { severity, incident, level, dueAt }))
          const text = smsText(message({ about, items: about === 'test' ? [] : items, base }))
          expect(gsmLength(text)).toBeLessThanOrEqual(160)
          expect(text).toMatch(GSM)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('keeps incident, level, due time and link for every kind, with the longest reference of most forces', () => {
    const incident = 'WK-20261123-000412'
    for (const kind of ALERT_KINDS) {
      const text = smsText(message({ items: [item(kind, { incident, level: 3, dueAt: '2026-11-25T03:15:00.000Z' }), item()] }))
      expect(text).toContain(incident)
      expect(text).toContain('by 03:15 on Wed 25 Nov. Level 3. And 1 more. ')
      expect(text).toContain(`https://reassess.example.org/incidents/${incident}`)
    }
  })

  it('names the longest reference whole, and gives up the link before it', () => {
    const incident = 'X'.repeat(64)
    const text = smsText(message({ items: [item('attendance-overdue', { incident })] }))
    expect(text).toContain(incident)
    expect(text).toContain('by 03:15. Level 1. https://reassess.example.org/')
    expect(text).not.toContain('incidents/')
  })
})
