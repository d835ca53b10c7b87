/** Everything that this role may record now, as people look for it. Nothing is offered that would be refused. */
import { GROUPS } from '../../../../machines/rules/catalogue/labels/index.ts'
import { eventWords } from '../../words/words.ts'
import { formOf, type Known, mayPost } from './known.ts'

export interface Offer {
  readonly href: string
  readonly label: string
}

export interface OfferGroup {
  readonly label: string
  readonly offers: readonly Offer[]
}

export const offersFor = (known: Pick<Known, 'view' | 'me'>): readonly OfferGroup[] =>
  GROUPS.map(({ label, events }) => ({
    label,
    offers: events
      .filter((event) => mayPost(known, event) && !(event === 'incident.closed' && known.view.closureBlockers.length > 0))
      .filter((event) => event !== 'incident.unrestricted' || known.view.restricted !== null)
      .filter((event) => event !== 'approval.given' && event !== 'reassessment.checked')
      .map((event) => ({ href: formOf(known.view.incident, event), label: eventWords(event) })),
  })).filter(({ offers }) => offers.length > 0)
