/** Messages as a worker hands them to a way. */
import type { AlertKind } from '../../machines/rules/catalogue/alerts.ts'
import type { Message, MessageItem } from '../../src/deliver/way.ts'

export const item = (kind: AlertKind = 'reassessment-demanded', more: Partial<MessageItem> = {}): MessageItem => ({
  alert: `${kind}-1`,
  incident: 'WK-1',
  kind,
  severity: 'critical',
  level: 1,
  count: 1,
  dueAt: '2026-11-23T03:15:00.000Z',
  concerns: null,
  ...more,
})

export const message = (more: Partial<Message> = {}): Message => ({
  id: 'msg_2Yk3ZpQ8',
  force: 'warwickshire',
  about: 'raised',
  items: [item()],
  person: 'sup-1',
  base: 'https://reassess.example.org',
  writtenAt: '2026-11-23T03:00:00.000Z',
  ...more,
})
