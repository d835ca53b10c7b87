/**
 * The rubric as a person scores by it: one name for each thing that is asked, whatever the engine calls its several ways of
 * falling short. The last two only a person can judge. Source: docs/sources.md#thrive-sampling
 */
import { ELEMENTS } from '../vocabulary.ts'

interface Check {
  /** In the words of somebody who reads the assessment. */
  readonly asks: string
  /** What `thriveIssues` calls it when it is not met; none where no program can tell. */
  readonly codes: readonly string[]
}

const RUBRIC: Readonly<Record<string, Check>> = {
  'own-words': { asks: 'Each element says something of its own.', codes: ['elements-copied'] },
  'something-known': { asks: 'Something is known of what the caller said.', codes: ['nothing-known'] },
  'people-at-risk': {
    asks: 'It says who is at risk, from whom, and where each of them is now.',
    codes: [
      'people-at-risk-missing',
      'person-at-risk-missing',
      'at-risk-from-missing',
      'whereabouts-missing',
      'suspect-whereabouts-missing',
    ],
  },
  'children-asked': { asks: 'Children and dependants were asked about.', codes: ['children-not-asked'] },
  'children-answered': { asks: 'The answer about children is written down.', codes: ['children-answer-missing'] },
  'history-checked': { asks: 'The history was checked, or it says why not.', codes: ['history-checks-missing'] },
  'history-each': { asks: 'Each history check was done, or it says why not.', codes: ['history-check-missing'] },
  'vulnerability-flags': {
    asks: 'What it concludes on vulnerability fits the flags.',
    codes: ['vulnerability-contradicts-flags'],
  },
  'safety-advice': { asks: 'Safety advice was given and recorded.', codes: ['safety-advice-missing'] },
  'interim-risk': { asks: 'It says what could happen before officers arrive.', codes: ['interim-risk-missing'] },
  'safe-contact': { asks: 'There is a safe way to call back.', codes: ['safe-contact-missing'] },
  codeword: { asks: 'A codeword is agreed.', codes: ['codeword-missing'] },
  'grade-follows': { asks: 'The grade follows from the assessment, and speaks of risk and not of resources.', codes: [] },
  'investigation-action': { asks: 'The investigation element names an action, or says why no action is needed.', codes: [] },
}

const CHECK_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(RUBRIC).flatMap(([check, { codes }]) => codes.map((code): [string, string] => [code, check])),
)

/** Everything that a person scores by, in the order in which an assessment is read; an element that a policy adds keeps its own name. */
export const rubricChecks = (): readonly { readonly check: string; readonly asks: string }[] => [
  ...ELEMENTS.map((element) => ({ check: element, asks: `There is a level for ${element}, and the reason for it.` })),
  ...Object.entries(RUBRIC).map(([check, { asks }]) => ({ check, asks })),
]

/** @param elements those beyond the six that the assessment had to have, or has. */
export const isCheck = (name: string, elements: readonly string[]): boolean =>
  Object.hasOwn(RUBRIC, name) || [...ELEMENTS, ...elements].some((element) => element === name)

/** The check that an issue of `thriveIssues` falls under: `threat-thin` and `threat-missing` are both about the threat. */
export const checkOf = (code: string): string => CHECK_OF.get(code) ?? code.replace(/-(missing|thin)$/, '')
