/**
 * An incident's risk assessments, for who reviews them: key factors first, then what is not as it was, then what is
 * missing. Read from the lines of the record, because what was said enters no snapshot (decision 0002).
 */

import type { Assessment } from '../../../machines/incident/risk/memory.ts'
import type { IncidentContext } from '../../../machines/incident/setup.ts'
import type { CaseEventData, EventName } from '../../../machines/rules/events.ts'
import { assessmentId, toSee } from '../../../machines/rules/hau/dash.ts'
import { type Answers, isVisiblyHigh, type ReadDash, readDash, type Sheet } from '../../../machines/rules/hau/sheets.ts'
import { leavesOpen, saysPresent, type Topic } from '../../../machines/rules/hau/tools.ts'
import { type EarlierForm, type EarlierRecord, gatherPair, lastOfPair, mayBeSamePair } from '../judge/samePair.ts'
import type { KeptEntry } from '../step/case.ts'
import type { LiveCase } from '../step/live.ts'
import type { AssessmentItem, AssessmentsView, FollowUpItem, TopicItem } from './views.ts'

type Dash = CaseEventData['dash.submitted']

/** The newest of them: an incident with more than so many forms is read from its timeline. */
const MOST = 50

/**
 * @param entries the lines of the case; those whose content was destroyed at retention are counted and not shown.
 * @param earlier opens earlier incidents, for what the first assessment of this one is compared with; in the order of `incidents`.
 */
export async function assessmentsOf(
  live: LiveCase,
  entries: AsyncIterable<KeptEntry>,
  earlier: (incidents: readonly string[]) => AsyncIterable<EarlierRecord>,
): Promise<AssessmentsView> {
  const { context } = live.incident
  const pair = gatherPair()
  const items: AssessmentItem[] = []
  const forms = new Map<string, Dash>()
  const latest = latestOf(context.assessments)
  let made = 0
  for await (const line of entries) {
    const { type, sequence, at, recordedAt, content } = line
    latest.see(line)
    pair.see(line)
    if (type === 'dash.submitted') made += 1
    if (content === null || !OF_ASSESSMENTS.includes(type)) continue
    const id = assessmentId(live.reference, made)
    if (type === 'dash.reviewed') {
      const review = { at, ...(JSON.parse(content) as CaseEventData['dash.reviewed']) }
      replace(items, id, (item) => ({ ...item, reviews: [...item.reviews, review] }))
      continue
    }
    if (type === 'hau.feedback') {
      const said = { at, ...(JSON.parse(content) as CaseEventData['hau.feedback']) }
      replace(items, said.assessment ?? id, (item) => ({ ...item, feedback: [...item.feedback, said] }))
      continue
    }
    const dash = JSON.parse(content) as Dash
    const before = dash.secondaryTo ?? [...forms.keys()].at(-1)
    items.push({ id, sequence, at, recordedAt, ...itemOf(live, dash, before, forms) })
    forms.set(id, dash)
  }
  const first = items[0]
  if (first?.id === assessmentId(live.reference, 1)) {
    const dash = forms.get(first.id) as Dash
    const incidents = pair.victims.size === 0 ? [] : mayBeSamePair(context.reportedAt, context.repeat)
    const last = incidents.length === 0 ? null : await lastOfPair(pair, earlier(incidents), first.at)
    // What is not as it was when the same pair was last assessed, in whichever incident that was.
    items[0] = { ...first, difference: last === null ? null : differenceOf(last, { dash, policy: context.policy }) }
  }
  return {
    incident: live.reference,
    risk: { grade: context.riskGrade, flags: context.flags },
    thrive: latest.found('thrive.assessed'),
    reassessed: latest.found('risk.reassessed'),
    items: items.reverse().slice(0, MOST),
    next: null,
  }
}

/** The last of each kind by its time, as the incident remembers them: without those that were set aside. */
function latestOf(made: IncidentContext['assessments']) {
  const sequences = (['thrive.assessed', 'risk.reassessed'] as const).map(
    (kind) => made.findLast(({ from }) => from === kind)?.sequence,
  )
  const lines = new Map<string, KeptEntry>()
  return {
    see: (line: KeptEntry): void => {
      if (sequences.includes(line.sequence)) lines.set(line.type, line)
    },
    found<Name extends Assessment['from']>(name: Name) {
      const line = lines.get(name)
      if (line === undefined) return null
      const { sequence, at, recordedAt, content } = line
      const data = content === null ? null : (JSON.parse(content) as CaseEventData[Name])
      return { sequence, at, recordedAt, assessor: data?.assessor ?? null, data }
    },
  }
}

const OF_ASSESSMENTS: readonly string[] = ['dash.submitted', 'dash.reviewed', 'hau.feedback'] satisfies readonly EventName[]

/** Leaves out an assessment whose content was destroyed. */
function replace(items: AssessmentItem[], id: string, by: (item: AssessmentItem) => AssessmentItem): void {
  const place = items.findLastIndex((one) => one.id === id)
  const item = items[place]
  if (item !== undefined) items[place] = by(item)
}

function itemOf(
  live: LiveCase,
  dash: Dash,
  since: string | undefined,
  forms: ReadonlyMap<string, Dash>,
): Omit<AssessmentItem, 'id' | 'sequence' | 'at' | 'recordedAt'> {
  const { policy } = live.incident.context
  const read = readDash(dash, policy)
  const before = since === undefined ? undefined : forms.get(since)
  const { judgement, grade, author, mode, modeException, secondaryTo, children, answers } = dash
  return {
    tool: { name: dash.tool, id: read?.sheet.tool.id ?? null, version: read?.sheet.tool.version ?? null },
    mode,
    modeException: modeException ?? null,
    secondaryTo: secondaryTo ?? null,
    provisional: { grade, judgement, author },
    keyFactors:
      read === null
        ? []
        : topicItems(
            read.sheet.present.filter(({ star }) => star),
            answers,
          ),
    difference:
      since === undefined || before === undefined
        ? null
        : differenceOf({ incident: live.reference, id: since, dash: before, policy }, { dash, policy }),
    missing: read === null ? [] : topicItems(read.sheet.missing, answers),
    leftOpen: read === null ? [] : topicItems(leftOpen(read.sheet, answers), answers),
    followUps: read === null ? [] : followUpItems(read, dash),
    count: countOf(read),
    toSee: toSee(dash, policy),
    children: children ?? [],
    answers,
    reviews: [],
    feedback: [],
  }
}

const countOf = (read: ReadDash | null): AssessmentItem['count'] =>
  read === null || read.sheet.tool.topics.length === 0
    ? null
    : {
        present: read.sheet.present.length,
        of: read.sheet.tool.topics.length,
        visibleHighRiskFrom: read.visibleFrom,
        visibleHighRisk: isVisiblyHigh(read),
      }

const leftOpen = ({ tool }: Sheet, answers: Answers): readonly Topic[] =>
  tool.topics.filter(({ key }) => leavesOpen(answers[key]?.answer ?? ''))

const topicItems = (topics: readonly Topic[], answers: Answers): TopicItem[] =>
  topics.map(({ key, number, section, star }) => ({ topic: key, number, section, star, ...answers[key] }))

const followUpItems = ({ followUps }: ReadDash, dash: Dash): FollowUpItem[] =>
  followUps.map(({ tool, openedBy, sheet }) => {
    const answers = dash.followUps?.[tool.id] ?? {}
    return {
      tool: { name: tool.name, id: tool.id, version: tool.version },
      openedBy: openedBy.map(({ key }) => key),
      asked: sheet !== null,
      present: sheet === null ? [] : topicItems(sheet.present, answers),
      missing: topicItems(sheet === null ? tool.topics : sheet.missing, answers),
    }
  })

/** Topic by topic where both were made with one tool. Of different tools only the grades are told: their answers and counts do not compare. */
function differenceOf(before: EarlierForm, { dash, policy }: Pick<EarlierForm, 'dash' | 'policy'>): AssessmentItem['difference'] {
  const tool = readDash(dash, policy)?.sheet.tool ?? null
  const comparable = before.dash.tool === dash.tool && toolId(before) === (tool?.id ?? null)
  const keys = comparable ? [...new Set([...Object.keys(before.dash.answers), ...Object.keys(dash.answers)])] : []
  const numberOf = (key: string) => tool?.topics.find((topic) => topic.key === key)?.number ?? null
  const answers = keys
    .map((topic) => ({
      topic,
      number: numberOf(topic),
      was: before.dash.answers[topic]?.answer ?? null,
      is: dash.answers[topic]?.answer ?? null,
    }))
    .filter(({ was, is }) => was !== is)
  // What has appeared since comes first.
  const appeared = ({ is }: { readonly is: string | null }) => (tool !== null && saysPresent(tool, is ?? '') ? 0 : 1)
  return {
    incident: before.incident,
    since: before.id,
    grade: { was: before.dash.grade, is: dash.grade },
    comparable,
    answers: answers.sort((a, b) => appeared(a) - appeared(b) || (a.number ?? 0) - (b.number ?? 0)),
  }
}

/** The tool under the policy that its incident pinned: two policies may call different tools by one name. */
const toolId = ({ dash, policy }: EarlierForm): string | null => readDash(dash, policy)?.sheet.tool.id ?? null
