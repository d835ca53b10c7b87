import { createHash } from 'node:crypto'
import type { ArrivedEvent } from '../engine.ts'
import type { LiveCase } from '../step/live.ts'
import { eventKey } from './request.ts'

/**
 * Whether a reassessment is drawn for a blind reading: by a hash of its force, source and id, so that the same event is always drawn
 * or never. Source: the public contract, section 4a (a sample keeps the rule honest).
 */
export function isDrawn(event: ArrivedEvent, { pinned: { policy } }: Pick<LiveCase, 'pinned'>): boolean {
  const digest = createHash('sha256').update(eventKey(event)).digest()
  return digest.readUInt32BE(0) / 2 ** 32 < policy.reassessment.sample
}
