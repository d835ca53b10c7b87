/**
 * Answers that cannot be true together: a warning, since the author knows which of them is wrong. Project default [derived]: the
 * public contract, section 4a, asks for the warning and names no answers.
 */
import { SITUATION_WORDS, type Situation } from '../catalogue/incident/situation.ts'
import type { CaseEventData } from '../events.ts'
import type { Warning } from '../issue.ts'
import { saysNone } from '../words.ts'

type Assessed = Partial<Pick<CaseEventData['risk.reassessed'], 'situation' | 'newInformation' | 'thrive' | 'elements'>>
/**
 * `element` is any element of THRIVE, those that the policy adds among them; `suspectTold` is whether it is said when it was known
 * where he is; `news` is `none` where nothing is said to be new.
 */
type Question =
  | 'suspect'
  | 'suspectSource'
  | 'suspectTold'
  | 'victim'
  | 'victimSource'
  | 'victimTold'
  | 'canReach'
  | 'changed'
  | 'protects'
  | 'news'
  | 'element'
  | 'threat'
  | 'harm'

interface Contradiction {
  /** All of these questions, each answered with one of its words. The warning is at the first. */
  readonly of: { readonly [Asked in Question]?: readonly string[] }
  readonly detail: string
}

const CONTRADICTIONS: readonly Contradiction[] = [
  {
    of: { suspect: ['with-victim'], canReach: ['no', 'unknown'] },
    detail: 'the suspect is with the victim, and the answer whether he can reach her is not yes',
  },
  {
    of: { suspect: ['with-victim'], victim: ['safe-place'] },
    detail: 'the suspect is with the victim, and her place is called safe',
  },
  {
    of: { suspect: ['with-victim'], protects: ['refuge', 'left-address'] },
    detail: 'the suspect is with the victim, and her having left is named as protection',
  },
  {
    of: { suspect: ['with-victim', 'nearby', 'elsewhere', 'unknown'], protects: ['suspect-detained'] },
    detail: 'the suspect is named as detained, and not as in custody',
  },
  { of: { suspect: ['in-custody'], canReach: ['yes'] }, detail: 'the suspect is in custody, and can reach the victim' },
  {
    of: { suspect: ['nearby'], canReach: ['no'], protects: ['nothing'] },
    detail: 'the suspect is nearby and cannot reach the victim, and nothing protects her',
  },
  {
    of: { suspect: ['unknown'], canReach: ['no'], protects: ['nothing'] },
    detail: 'nobody knows where the suspect is, he cannot reach the victim, and nothing protects her',
  },
  {
    of: { victim: ['safe-place'], canReach: ['yes'] },
    detail: 'the place of the victim is called safe, and the suspect can reach her there',
  },
  {
    of: { victim: ['at-address'], protects: ['left-address', 'refuge'] },
    detail: 'the victim is at the address, and her having left it is named as protection',
  },
  {
    of: { changed: ['nothing'], element: ['increased', 'decreased'] },
    detail: 'nothing has changed, and an element of THRIVE has',
  },
  {
    of: { changed: SITUATION_WORDS.changed.filter((word) => word !== 'nothing' && word !== 'unknown'), news: ['none'] },
    detail: 'something has changed, and nothing is named as new',
  },
  {
    of: { changed: ['threats', 'violence', 'weapon', 'order-breached'], threat: ['decreased'] },
    detail: 'threats, violence, a weapon or a breach of an order are new, and the threat has decreased',
  },
  { of: { changed: ['injury'], harm: ['decreased'] }, detail: 'an injury is new, and the harm has decreased' },
  {
    of: { suspectSource: ['none'], suspectTold: ['yes'] },
    detail: 'nobody told where the suspect is, and it is said when that was known',
  },
  {
    of: { victimSource: ['none'], victimTold: ['yes'] },
    detail: 'nobody told where the victim is, and it is said when that was known',
  },
]

/** What contradicts itself in a reassessment, or in a THRIVE, which has no changes of elements. @param again what its author does next. */
export function contradictions(assessed: Assessed, again: 'assess again' | 'reassess again'): Warning[] {
  const answers = answersIn(assessed)
  return CONTRADICTIONS.flatMap(({ of, detail }) => {
    const sides = Object.entries(of).map(([question, words]) =>
      answers.find((answer) => answer.question === question && words.includes(answer.word)),
    )
    const [first, ...others] = sides
    if (first === undefined || others.includes(undefined)) return []
    const beside = others.map((other) => other?.pointer).join(', ')
    return [{ code: 'situation-contradicts', pointer: first.pointer, detail: `${detail} (${beside}): ${again} to correct it` }]
  })
}

interface Answer {
  readonly question: Question
  readonly pointer: string
  readonly word: string
}

function answersIn({ situation = {}, newInformation, thrive = {}, elements = {} }: Assessed): Answer[] {
  const { canReach, changed = [], protects = [] } = situation
  const answer = (question: Question, pointer: string, word = ''): Answer => ({ question, pointer: `/data/${pointer}`, word })
  const changeOf = (question: Question, pointer: string, said: { readonly change?: string | undefined } | undefined) =>
    answer(question, `${pointer}/change`, said?.change)
  return [
    ...whereabouts('suspect', situation.suspect).map((said) => answer(...said)),
    ...whereabouts('victim', situation.victim).map((said) => answer(...said)),
    answer('canReach', 'situation/canReach', canReach),
    ...changed.map((word) => answer('changed', 'situation/changed', word)),
    ...protects.map((word) => answer('protects', 'situation/protects', word)),
    answer('news', 'newInformation', newInformation !== undefined && saysNone(newInformation) ? 'none' : ''),
    ...Object.entries(thrive).map(([name, said]) => changeOf('element', `thrive/${name}`, said)),
    ...Object.entries(elements).map(([name, said]) => changeOf('element', `elements/${name}`, said)),
    changeOf('threat', 'thrive/threat', thrive.threat),
    changeOf('harm', 'thrive/harm', thrive.harm),
  ]
}

const whereabouts = (
  who: 'suspect' | 'victim',
  said: Situation['suspect'] | Situation['victim'],
): [question: Question, pointer: string, word: string | undefined][] => [
  [who, `situation/${who}/where`, said?.where],
  [`${who}Source`, `situation/${who}/source`, said?.source],
  [`${who}Told`, `situation/${who}/knownAt`, said?.knownAt ? 'yes' : ''],
]
