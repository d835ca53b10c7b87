/** What a first report lacks, so that whoever sent it can ask: each is a warning, never a refusal. */
import type { z } from 'zod'
import type { location, somebody } from '../catalogue/incident/report.ts'
import type { Warning } from '../issue.ts'
import { isNone, plain } from '../words.ts'
import { PLACE, type Unread } from './firstReport.ts'

interface Known {
  readonly location?: z.output<typeof location> | undefined
  readonly narrative?: string | undefined
  readonly persons?: readonly z.output<typeof somebody>[] | undefined
}

/** What a report lacks and somebody has to ask for. */
export function missingIn({ location: place = {}, narrative, persons = [] }: Known, unread: Unread): Warning[] {
  const { address, uprn, postcode, what3words, area = 'unknown' } = place
  const position = positionIn(place)
  const lacks = (is: boolean, code: string, pointer: string, detail: string): Warning[] => (is ? [{ code, pointer, detail }] : [])
  return [
    ...lacks(
      position !== 'somewhere' && [address, uprn, postcode, what3words].every(saysNowhere),
      'location-unknown',
      '/data/location',
      `${notReadIn(unread) ?? (position === 'half' ? '`lat` and `lon` make a position only together' : 'no place is given')}: ask where help is needed`,
    ),
    ...lacks(
      position === 'somewhere' && !isNearTheUnitedKingdom(place),
      'position-unlikely',
      '/data/location',
      'the position lies outside the United Kingdom: look whether `lat` and `lon` are the right way round',
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

type Place = NonNullable<Known['location']>

/** A handset without a fix sends zero for both [derived]. */
function positionIn({ lat, lon }: Place): 'none' | 'half' | 'somewhere' {
  if (lat === undefined && lon === undefined) return 'none'
  if (lat === undefined || lon === undefined) return 'half'
  return lat === 0 && lon === 0 ? 'none' : 'somewhere'
}

/** With the sea around it, in degrees: project default [derived], to tell a swapped pair from a place. */
const NEAR = { south: 49, north: 62, west: -11, east: 3 }
const isNearTheUnitedKingdom = ({ lat = 0, lon = 0 }: Place): boolean =>
  lat >= NEAR.south && lat <= NEAR.north && lon >= NEAR.west && lon <= NEAR.east

/** What people and systems write into the field of a place that nobody knows. */
const NOWHERE: ReadonlySet<string> = new Set(['unknown', 'not known', 'not given', 'not stated', 'tbc', '0 0'])
const saysNowhere = (said: string | undefined): boolean => {
  const words = plain(said)
  return isNone(words) || NOWHERE.has(words)
}

/** So many fields are named in a sentence. */
const MOST_NAMED = 3

/** A place may stand in a field that nobody reads: then it is not simply missing. */
function notReadIn(unread: Unread): string | null {
  const fields = Object.keys(unread).filter(
    (pointer) => pointer !== '/data/location/area' && !pointer.startsWith('/data/persons/'),
  )
  if (fields.length === 0) return null
  const more = fields.length - MOST_NAMED
  const named = `${fields.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
  return `no place was read (not read: ${named}; fields of \`location\` that are read: ${PLACE.join(', ')})`
}
