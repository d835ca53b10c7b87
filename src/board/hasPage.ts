/** Whether an alert, or a message about it, names an incident that has a page. Nobody has reported the subject of a refused report: it has no page. */
interface About {
  readonly incident: string
  readonly kind: string
  /** The alert that has reached nobody. */
  readonly of?: string
}

export const isOfRefusedReport = ({ of = '' }: Pick<About, 'of'>): boolean => of.startsWith('report-refused-')

export const hasPage = (about: About): boolean =>
  about.incident !== '' && about.kind !== 'report-refused' && !isOfRefusedReport(about)
