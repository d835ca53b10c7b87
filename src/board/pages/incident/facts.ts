/** Who and where, as it is known now: the place, what was said first, the people, and the safe way to call. */
import { valuesOf } from '../../words/facts.ts'
import { say, spoken, type Text } from '../../words/text.ts'
import { capital, plain, words } from '../../words/words.ts'
import { fieldWords } from '../refusals/model.ts'
import type { Known, Row } from './known.ts'

type Place = NonNullable<Known['briefing']['location']>

export function factRows({ briefing, report, times }: Known): readonly Row[] {
  const { location, people, corrected, safeContact: safe, communicationNeeds, firstWords } = briefing
  const call = [safe.phone, safe.safeTimes && `at ${safe.safeTimes}`, safe.codeword && `codeword ${safe.codeword}`]
  // What was only added took nothing back.
  const before = corrected
    .filter(({ was }) => was !== null)
    .map(({ field, was }) => `${plain(field)} was ${wasWords(was, times)}`)
  const unread = Object.entries((report?.data as { unread?: Readonly<Record<string, unknown>> } | null)?.unread ?? {})
  return [
    ['Where', whereWords(location ?? {})],
    ['Said first', firstWords ?? ''],
    [
      'People',
      people
        .map(({ role, name, personRef, phone }) =>
          [`${capital(words(role))}:`, name ?? personRef ?? 'not named', phone].filter(Boolean).join(' '),
        )
        .join('. '),
    ],
    ['Safe contact', call.filter(Boolean).join(', ')],
    ['How to speak with them', communicationNeeds ?? ''],
    ['Corrected', before.map(capital).join('. ')],
    ['Said and not understood', unread.map(([at, text]) => `${fieldWords(at)}: ${String(text)}`).join('. ')],
  ]
    .filter(([, text]) => text !== '')
    .map(([term = '', text = '']) => ({ term, text: [text] }))
}

const wasWords = (was: unknown, times: Known['times']): string =>
  valuesOf(was)
    .map(({ text, instant }) => text + (instant === null ? '' : spoken([times.at(instant)])))
    .join(', ')

/** A silent mobile call has a position and nothing else. */
function whereWords({ address, postcode, what3words, lat, lon, uprn }: Partial<Place>): string {
  const position = lat === undefined || lon === undefined ? '' : `${lat}, ${lon} (latitude, longitude)`
  const said = [address, postcode, what3words && `///${what3words}`, position, !address && uprn && `property number ${uprn}`]
  return said.filter(Boolean).join(', ') || 'Not known: ask'
}

/** Why it is shown to few, and to whom. */
export function restrictionText({ view: { restricted }, lines, times }: Known): Text | null {
  if (restricted === null) return null
  const said = lines.find(({ type }) => type === 'incident.restricted')?.data as { reason?: string } | null | undefined
  const readers = restricted.people.length === 0 ? 'nobody else' : restricted.people.join(', ')
  const why = said?.reason === undefined ? '' : ` Reason: ${said.reason}`
  return say`Restricted by ${restricted.by.id} at ${times.at(restricted.since)}, also for: ${readers}.${why}`
}
