/** How far the rubric and the people who scored THRIVEs agree, and on which checks they part. Source: docs/sources.md#thrive-sampling */

import { agreement, type FourfoldTable } from '../../../machines/rules/grading/agreement.ts'
import { checkOf } from '../../../machines/rules/grading/thriveRubric.ts'
import type { Warning } from '../../../machines/rules/issue.ts'
import type { agreement as agreed } from '../answers/sampling.ts'
import type { Answer } from '../answers/shapes.ts'
import type { Scored } from './thriveSampling.ts'

export type AgreementView = Answer<typeof agreed>
type Parting = AgreementView['checks'][number]

/**
 * Each THRIVE counts once, by its first score: several scores of one would be no independent observations.
 *
 * @param scores of THRIVEs of one period. Counts alone are kept of them.
 * @param rubric what the engine found in a THRIVE at its time; null where that cannot be told any more.
 */
export async function agreementOf(
  recorded: number,
  scores: AsyncIterable<Scored>,
  rubric: (scored: Scored) => Promise<readonly Warning[] | null>,
): Promise<AgreementView> {
  const table = { yesYes: 0, yesNo: 0, noYes: 0, noNo: 0 }
  const parted = new Map<string, { both: number; rubricOnly: number; personOnly: number }>()
  let all = 0
  let notComparable = 0
  for await (const scored of scores) {
    all += 1
    if (!scored.first) continue
    const issues = await rubric(scored)
    if (issues === null) {
      notComparable += 1
      continue
    }
    table[cellOf(issues.length === 0, scored.score.adequate)] += 1
    const found = new Set(issues.map(({ code }) => checkOf(code)))
    const named = new Set(scored.score.missing ?? [])
    for (const check of new Set([...found, ...named])) {
      const counts = parted.get(check) ?? { both: 0, rubricOnly: 0, personOnly: 0 }
      counts[found.has(check) && named.has(check) ? 'both' : found.has(check) ? 'rubricOnly' : 'personOnly'] += 1
      parted.set(check, counts)
    }
  }
  const { yesYes, yesNo, noYes, noNo } = table
  const compared = yesYes + yesNo + noYes + noNo
  const part = (count: number): number | null => (compared === 0 ? null : count / compared)
  const { observed, kappa } = agreement(table)
  return {
    recorded,
    scores: all,
    compared,
    notComparable,
    table: { bothAdequate: yesYes, onlyRubricAdequate: yesNo, onlyPersonAdequate: noYes, bothInadequate: noNo },
    adequate: { rubric: part(yesYes + yesNo), person: part(yesYes + noYes) },
    observedAgreement: observed,
    kappa,
    checks: [...parted].map(([check, counts]) => ({ check, ...counts })).sort(mostParted),
  }
}

const cellOf = (rubric: boolean, person: boolean): keyof FourfoldTable =>
  rubric ? (person ? 'yesYes' : 'yesNo') : person ? 'noYes' : 'noNo'

const mostParted = (a: Parting, b: Parting): number =>
  b.rubricOnly + b.personOnly - (a.rubricOnly + a.personOnly) || (a.check < b.check ? -1 : 1)
