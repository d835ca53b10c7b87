/** What a first report lacks, so that whoever sent it can ask: each is a warning, never a refusal. */
import type { z } from 'zod'
import type { location, somebody } from './catalogue/incident/report.ts'
import { PLACE, type Unread } from './firstReport.ts'
import type { Warning } from './gap.ts'

interface Known {
  readonly location?: z.output<typeof location> | undefined
  readonly narrative?: string | undefined
  readonly persons?: readonly z.output<typeof somebody>[] | undefined
}

/** What a report lacks and somebody has to ask for. */
export function missingIn({ location: place = {}, narrative, persons = [] }: Known, unread: Unread): Warning[] {
  const { address, uprn, postcode, lat, lon, what3words, area = 'unknown' } = place
  const hasPosition = lat !== undefined && lon !== undefined
  const lacks = (is: boolean, code: string, pointer: string, detail: string): Warning[] => (is ? [{ code, pointer, detail }] : [])
  return [
    ...lacks(
      !hasPosition && [address, uprn, postcode, what3words].every((said) => said === undefined),
      'location-unknown',
      '/data/location',
      `no place ${notReadIn(unread)}: ask where help is needed`,
    ),
    ...lacks(
      area === 'unknown',
      'area-assumed',
      '/data/location/area',
      'is not known: each grade has the shorter of its targets',
    ),
    ...lacks(
      persons.every(({ phone }) => phone === undefined),
      'telephone-unknown',
      '/data/persons',
      'no telephone number is given',
    ),
    ...lacks(narrative === undefined, 'narrative-missing', '/data/narrative', 'nothing is said of what happened'),
  ]
}

/** So many fields are named in a sentence. */
const MOST_NAMED = 3

/** A place may stand in a field that nobody reads: then it is not simply missing. */
function notReadIn(unread: Unread): string {
  const fields = Object.keys(unread).filter(
    (pointer) => pointer !== '/data/location/area' && !pointer.startsWith('/data/persons/'),
  )
  if (fields.length === 0) return 'is given'
  const more = fields.length - MOST_NAMED
  const named = `${fields.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  return `was read (not read: ${named}; fields of \`location\` that are read: ${PLACE.join(', ')})`
}
