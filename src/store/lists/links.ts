import { MOST_LINKS } from '../../../machines/rules/report/links.ts'
import type { CaseKey } from '../../engine/step/case.ts'
import type { LinkFrom } from '../../engine/views/views.ts'
import type { Database } from '../connection/database.ts'
import { isStorable } from '../text.ts'

export const LINKS_FROM = {
  name: 'reassess-links-from',
  text: `
    select c.reference as incident, l.said_as as "as", l.at
      from reassess.links l
     cross join lateral (select reference from reassess.cases c where c.id = l.case_id limit 1) c
     where l.force = $1 and l.incident = $2
     order by l.at desc, l.case_id desc limit ${MOST_LINKS}`,
}

/** What other incidents of the force say of this incident, newest first, at most `MOST_LINKS`. */
export async function linksFrom(database: Database, { force, reference }: CaseKey): Promise<readonly LinkFrom[]> {
  if (!isStorable(force, reference)) return []
  return database.query<LinkFrom>(LINKS_FROM, [force, reference])
}
