/** Which units were sent and where each of them is, by the newest line about it. */
import type { TimelineItem } from '../../../engine/views/views.ts'
import { NOTHING } from '../../words/incident.ts'
import { say, strong, type Text } from '../../words/text.ts'
import { type Known, list, type Part, text } from './known.ts'

const STATES: Readonly<Record<string, string>> = {
  'unit.assigned': 'sent',
  'unit.en-route': 'on its way',
  'unit.arrived': 'arrived',
  'unit.diverted': 'diverted',
  'unit.stood-down': 'stood down',
  'unit.cleared': 'left the scene',
}

interface Told {
  readonly unit?: string
  readonly victimSeen?: boolean | null
  readonly reason?: string
}

/** @param lines the newest first */
export function unitParts({ lines, times }: Pick<Known, 'lines' | 'times'>): readonly Part[] {
  const units = new Map<string, TimelineItem>()
  for (const line of lines) {
    const { unit } = (line.data ?? {}) as Told
    if (STATES[line.type] !== undefined && unit !== undefined && !units.has(unit)) units.set(unit, line)
  }
  if (units.size === 0) return [text([NOTHING.units], 'quiet')]
  return list([...units].map(([unit, line]) => unitText(unit, line, times)))
}

function unitText(unit: string, { type, at, data }: TimelineItem, times: Known['times']): Text {
  const { reason } = (data ?? {}) as Told
  const more = type === 'unit.arrived' ? seenWords(data as Told) : reason === undefined ? '' : `: ${reason}`
  return say`${strong(unit)} ${STATES[type] ?? ''} at ${times.at(at)}${more}`
}

function seenWords({ victimSeen }: Told): string {
  if (victimSeen === true) return ', the victim was seen'
  return victimSeen === false ? ', the victim was not seen' : ', nobody seen yet'
}
