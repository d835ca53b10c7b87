/**
 * Finds the case `c` by its key. Only the index that begins with the reference can serve this condition: were the force compared by
 * "equals", every list of a force would be as good a way to a case as its own key while the table is new and not analysed, and a plan
 * made then is kept. A record of some thousand cases was read whole for each breach.
 *
 * @param force SQL: a parameter or a column; so is `reference`.
 */
export const caseIs = (force: string, reference: string): string =>
  `c.reference = ${reference} and c.force is not distinct from ${force}`
