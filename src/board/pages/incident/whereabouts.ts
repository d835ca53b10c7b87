/** Where the two are, whether the suspect can reach the victim and what protects the victim: how old that is, and since when it is unknown. */
import { findWord } from '../../../../machines/rules/catalogue/labels/index.ts'
import { NOTHING, QUESTIONS } from '../../words/incident.ts'
import { say, strong, type Text } from '../../words/text.ts'
import { eventWords, listed, plain, small } from '../../words/words.ts'
import { type Known, type Panel, type Row, rows, text } from './known.ts'

type Situation = NonNullable<Known['view']['risk']['situation']>
type Asked = 'suspect' | 'victim' | 'canReach' | 'protects'

export function whereaboutsPanel(known: Known): Panel {
  const { situation } = known.view.risk
  const frame = { id: 'known', title: QUESTIONS.known }
  if (situation === null) return { ...frame, parts: [text([NOTHING.situation], 'warning')] }
  const { at, since } = known.times
  return {
    ...frame,
    parts: [
      ...rows([
        whereRow('suspect', 'The suspect', situation, known),
        whereRow('victim', 'The victim', situation, known),
        answerRow('canReach', 'Can the suspect reach the victim', [situation.canReach], known),
        answerRow('protects', 'What protects the victim', situation.protects, known),
        situation.changed.length === 0 ? null : { term: 'What had changed then', text: [answers('changed', situation.changed)] },
      ]),
      text(say`Found at ${at(situation.at)}, ${since(situation.at)} ago: ${small(eventWords(situation.from))}.`, 'quiet'),
    ],
  }
}

function whereRow(who: 'suspect' | 'victim', term: string, situation: Situation, known: Known): Row {
  const { where, source, knownAt } = situation[who]
  const unknown = unknownText(who, known)
  if (unknown !== null) return { term, text: unknown, tone: 'warning' }
  const { at, since } = known.times
  const age = knownAt === null ? null : say`, known at ${at(knownAt)} (${since(knownAt)} ago)`
  return { term, text: say`${strong(answers('where', [where]))}, said by ${small(answers('source', [source]))}${age}` }
}

function answerRow(name: 'canReach' | 'protects', term: string, given: readonly string[], known: Known): Row {
  const unknown = unknownText(name, known)
  if (unknown !== null) return { term, text: unknown, tone: 'warning' }
  const isBad = given.includes('nothing') || (name === 'canReach' && given.includes('yes'))
  return { term, text: [strong(answers(name, given))], ...(isBad && { tone: 'critical' as const }) }
}

function unknownText(name: Asked, { view, times }: Known): Text | null {
  const since = view.risk.unknownSince?.[name]
  return since === undefined ? null : say`${strong('Not known')} since ${times.at(since)} (${times.since(since)})`
}

const answers = (field: string, given: readonly string[]): string =>
  listed(given.map((word) => findWord('risk.reassessed', field, word)?.value ?? plain(word)))
