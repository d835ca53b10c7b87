/** What is posted about a location marker. */
import { z } from 'zod'
import { atMost, code, instant, name, person, text } from '../../fields.ts'
import { beginning, event, heardBy } from '../event.ts'
import { supervisor } from '../people.ts'

const marker = atMost(name, 64).describe("The force's own reference of the marker; once in an incident.")

export const markerEvents = {
  'marker.placed': event({
    schema: z.strictObject({
      marker,
      /** A code of the force: why who is sent there, or called from there, has to know. */
      reason: code,
      text,
      owner: code.describe('The post or unit that has to review it.'),
      reviewBy: instant,
      expiresAt: instant,
      ofForce: atMost(name, 64).optional().describe('The force that placed it, where that is another: its dates are its own.'),
      by: person,
    }),
    example: {
      marker: 'M-2026-118',
      reason: 'threat-to-life',
      text: 'He has threatened to come back with a knife. Two officers, no delay, ring her safe number first.',
      owner: 'harm-hub',
      reviewBy: '2027-02-20T12:00:00Z',
      expiresAt: '2027-05-20T12:00:00Z',
      by: supervisor,
    },
    label: 'Marker placed',
    postedBy: ['supervisor', 'hau'],
    ...beginning('marker'),
  }),
  'marker.reviewed': event({
    schema: z.strictObject({ marker, rationale: text, reviewBy: instant, expiresAt: instant, by: person }),
    example: {
      marker: 'M-2026-118',
      rationale: 'He is due for release in March; the threat stands.',
      reviewBy: '2027-04-20T12:00:00Z',
      expiresAt: '2027-09-20T12:00:00Z',
      by: supervisor,
    },
    label: 'Marker reviewed',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('marker'),
  }),
  'marker.withdrawn': event({
    schema: z.strictObject({ marker, rationale: text, by: person }),
    example: {
      marker: 'M-2026-118',
      rationale: 'She has moved away; the new tenant is nobody to do with it.',
      by: supervisor,
    },
    label: 'Marker withdrawn',
    postedBy: ['supervisor', 'hau'],
    ...heardBy('marker'),
  }),
}
