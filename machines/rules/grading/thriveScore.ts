/** What is wrong with a person's score of a THRIVE. It is content only: it moves no state, no risk and no clock. Source: docs/sources.md#thrive-sampling */
import type { CaseEventData } from '../events.ts'
import type { Issue } from '../issue.ts'
import { samePerson } from '../person.ts'
import { saysNone } from '../words.ts'
import { isCheck } from './thriveRubric.ts'

/** A THRIVE of the record, as far as a score of it is judged. */
export interface ScoredThrive {
  /** The id of who made it. */
  readonly author: string
  /** The id of who entered it afterwards for its author. */
  readonly enteredBy?: string
  /** The elements beyond the six that it has. */
  readonly elements: readonly string[]
  /** The ids of who scored it before. */
  readonly scorers: readonly string[]
}

/**
 * Everything at once; empty for a score that is taken.
 *
 * @param thrive what stands at the sequence that the score names; null when no THRIVE does.
 * @param policyElements the elements that the incident's policy adds to the six.
 */
export function scoreIssues(
  { scorer, adequate, missing = [], note }: CaseEventData['thrive.scored'],
  thrive: ScoredThrive | null,
  policyElements: readonly string[],
): Issue[] {
  if (thrive === null)
    return [issue('/data/thrive', 'there is no THRIVE with this sequence in the record of the incident, or its text is gone')]
  const elements = [...policyElements, ...thrive.elements]
  return [
    ...([thrive.author, thrive.enteredBy ?? []].flat().some((id) => samePerson(scorer.id, id))
      ? [issue('/data/scorer/id', 'whoever wrote or entered a THRIVE does not score it')]
      : []),
    // Looked at again it would no longer be blind; another person may score it too.
    ...(thrive.scorers.some((before) => samePerson(before, scorer.id))
      ? [issue('/data/scorer/id', 'has scored this THRIVE already, and that score stands')]
      : []),
    ...missing.flatMap((name, place) =>
      isCheck(name, elements)
        ? []
        : [issue(`/data/missing/${place}`, 'is no check of the rubric, nor an element of this THRIVE')],
    ),
    ...(adequate && missing.length > 0 ? [issue('/data/missing', 'what is adequate misses none of the checks')] : []),
    ...(!adequate && missing.length === 0 && saysNone(note)
      ? [issue('/data/missing', 'say which checks it does not meet, or in the note why it is not adequate')]
      : []),
  ]
}

const issue = (pointer: string, detail: string): Issue => ({ pointer, detail })
