/**
 * Finds the case `c` by its key. The condition leaves PostgreSQL no index but the one that begins with the reference. With `=`
 * on the force, a table that is new and not analysed makes every list of a force look as good as the case's own key, and a plan
 * made then is kept: each breach read a record of some thousand cases whole.
 *
 * @param force SQL: a parameter or a column; so is `reference`.
 */
export const caseIs = (force: string, reference: string): string =>
  `c.reference = ${reference} and c.force is not distinct from ${force}`
