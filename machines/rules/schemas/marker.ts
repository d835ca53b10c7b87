/** What is posted about a location marker. */
import { z } from 'zod'
import { atMost, code, instant, name, person, text } from '../fields.ts'

const marker = atMost(name, 64).describe("The force's own reference of the marker; once in an incident.")

export const markerEvents = {
  'marker.placed': z.strictObject({
    marker,
    /** A code of the force: why who is sent there, or called from there, has to know. */
    reason: code,
    text,
    owner: code.describe('The post or unit that has to review it.'),
    reviewBy: instant,
    expiresAt: instant,
    by: person,
  }),
  'marker.reviewed': z.strictObject({ marker, rationale: text, reviewBy: instant, expiresAt: instant, by: person }),
  'marker.withdrawn': z.strictObject({ marker, rationale: text, by: person }),
}
