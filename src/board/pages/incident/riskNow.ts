/** How high the risk is: grade, flags, the DASH, the THRIVE with its gaps, who called before, and what is in force from before. */

import { findLabel, findWord } from '../../../../machines/rules/catalogue/labels/index.ts'
import { incidentAt } from '../../address.ts'
import { DASH_STATES, HAU_STATES, INVESTIGATION_STATES, QUESTIONS } from '../../words/incident.ts'
import { link, say, strong, type Text } from '../../words/text.ts'
import { capital, counted, plain, words } from '../../words/words.ts'
import { fold, type Known, list, type Panel, type Part, type Row, rows, text } from './known.ts'

export const riskPanel = (known: Known): Panel => ({
  id: 'risk',
  title: QUESTIONS.risk,
  parts: [...rows(riskRows(known)), ...assessed(known), ...before(known), ...linked(known)],
})

function riskRows({ view, briefing }: Known): readonly (Row | null)[] {
  const { grade, flags } = view.risk
  const { children, weapons, interimRisk } = briefing
  const isHigh = grade === 'high' || briefing.highRiskFlags.length > 0
  return [
    { term: 'Risk grade', text: [strong(grade ?? 'no DASH yet')], ...(isHigh && { tone: 'critical' as const }) },
    flags.length === 0 ? null : { term: 'Flags', text: [flags.map(words).join(', ')] },
    { term: 'DASH', text: [DASH_STATES[view.state.dash] ?? plain(view.state.dash)] },
    { term: 'Harm assessment unit', text: [HAU_STATES[view.state.safeguarding] ?? plain(view.state.safeguarding)] },
    view.state.investigation === 'unallocated'
      ? null
      : { term: 'Investigation', text: [INVESTIGATION_STATES[view.state.investigation] ?? plain(view.state.investigation)] },
    children.known === 0 && children.answer === null ? null : { term: 'Children', text: childWords(children) },
    weapons === null ? null : { term: 'Weapons', text: [weapons], tone: 'critical' },
    interimRisk === null ? null : { term: 'What could happen before they arrive', text: [interimRisk.text] },
  ]
}

const childWords = ({ known, answer }: Known['briefing']['children']): Text => [
  [`${counted(known, 'child is', 'children are')} known`, answer].filter(Boolean).join('. '),
]

function assessed({ briefing: { thrive, reassessed }, view, times }: Known): readonly Part[] {
  if (thrive === null) return [text(['No THRIVE assessment is recorded.'], 'warning')]
  const changes = new Map((reassessed?.elements ?? []).map((one) => [one.element, one]))
  const elements = thrive.elements.map(({ element, level, rationale }) => {
    const change = changes.get(element)
    const now =
      change?.change == null
        ? ''
        : `; later: ${wordIn('change', change.change).toLowerCase()}${change.rationale ? `, ${change.rationale}` : ''}`
    return say`${strong(labelIn(element))}: ${level === null ? 'not said' : wordIn('level', level).toLowerCase()}${rationale === null ? '' : `, ${rationale}`}${now}`
  })
  const gaps = view.thriveGaps.map(({ pointer }) => labelIn(pointer.split('/').at(2) ?? ''))
  return [
    ...(gaps.length === 0
      ? []
      : [text(say`${strong('Missing or thin in the THRIVE')}: ${[...new Set(gaps)].join(', ')}.`, 'warning')]),
    ...fold(`THRIVE by ${thrive.assessor.id}${reassessed === null ? '' : `, reassessed by ${reassessed.assessor.id}`}`, [
      text(
        say`Assessed at ${times.at(thrive.at)}.${reassessed === null ? null : say` Reassessed at ${times.at(reassessed.at)}.`}`,
        'quiet',
      ),
      ...list(elements),
    ]),
  ]
}

const labelIn = (element: string): string => {
  const label = findLabel('thrive.assessed', element)?.value
  return label === undefined ? capital(plain(element)) : typeof label === 'string' ? label : label[0]
}
const wordIn = (field: string, word: string): string => findWord('thrive.assessed', field, word)?.value ?? plain(word)

/** The newest earlier calls; the others are counted. */
const MOST_SHOWN = 5

/** Shown before anybody judges the risk: how often they called, how bad it was, and what is in force. */
function before({ view, briefing, times }: Known): readonly Part[] {
  const { count, highestRisk, escalation, incidents, restricted = 0 } = view.risk.repeat
  const all = incidents.length + restricted
  if (all === 0) return []
  const sum = [
    `Called before: ${counted(all, 'earlier incident')}`,
    count < all ? `${count} by a person, telephone or address that counts` : null,
    restricted === 0 ? null : `${restricted} restricted, not shown to you`,
    highestRisk === null ? null : `highest risk ${highestRisk}`,
    escalation ? 'so many that it escalates' : null,
  ].filter((part) => part !== null)
  const standing = briefing.standing.filter(({ incident }) => incident !== view.incident)
  return [
    text(say`${strong(sum.join(', '))}.`, escalation ? 'critical' : 'warning'),
    ...list(
      incidents.slice(0, MOST_SHOWN).map(({ incident, reportedAt, by, priority, risk, flags, closed }) => {
        const facts = [
          priority ?? 'no grade',
          risk === null ? null : `risk ${risk}`,
          ...flags.map(words),
          closed ? null : 'still open',
        ]
        return say`${link(incidentAt(incident), incident)}, reported ${times.at(reportedAt)}, the same ${by.map(words).join(', ')}: ${facts.filter(Boolean).join(', ')}`
      }),
    ),
    ...(incidents.length > MOST_SHOWN ? [text([`And ${incidents.length - MOST_SHOWN} more.`], 'quiet')] : []),
    ...list(
      standing.map(
        ({ kind, name, state, text: written }) =>
          say`${strong(`${capital(plain(kind))} ${name}`)}: ${words(state)}${written === null ? '' : `. ${written}`}`,
      ),
    ),
  ]
}

function linked({ view, times }: Known): readonly Part[] {
  const restricted = view.restrictedLinks ?? 0
  return [
    ...list(
      view.links.map(({ incident, as, at, direction }) =>
        direction === 'to'
          ? say`${link(incidentAt(incident), incident)} is linked: ${words(as)} (${times.at(at)})`
          : say`${link(incidentAt(incident), incident)} says that it is: ${words(as)} (${times.at(at)})`,
      ),
    ),
    ...(restricted === 0 ? [] : [text([`${restricted} linked with it, restricted and not shown to you.`], 'quiet')]),
  ]
}
