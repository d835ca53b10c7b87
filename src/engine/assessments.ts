/**
 * An incident's risk assessments, for who reviews them: key factors first, then what is not as it was, then what is
 * missing. Read from the lines of the record, because what was said enters no snapshot (decision 0002).
 */
import { assessmentId, toSee } from '../../machines/rules/dash.ts'
import type { CaseEventData } from '../../machines/rules/events.ts'
import type { Policy } from '../../machines/rules/policy.ts'
import { type Answers, isVisiblyHigh, type ReadDash, readDash, type Sheet } from '../../machines/rules/sheets.ts'
import { leavesOpen, saysPresent, type Tool, type Topic } from '../../machines/rules/tools.ts'
import type { LiveCase } from './live.ts'
import type { AssessmentItem, AssessmentsView, FollowUpItem, KeptEntry, TopicItem } from './ports.ts'

type Dash = CaseEventData['dash.submitted']

/** The newest of them: an incident with more than so many forms is read from its timeline. */
const MOST = 50

/** @param entries the lines of the case; those whose content was destroyed at retention are counted and not shown. */
export async function assessmentsOf(live: LiveCase, entries: AsyncIterable<KeptEntry>): Promise<AssessmentsView> {
  const { context } = live.incident
  const items: AssessmentItem[] = []
  const forms = new Map<string, Dash>()
  let made = 0
  for await (const { type, sequence, at, recordedAt, content } of entries) {
    if (type === 'dash.submitted') made += 1
    if (content === null || (type !== 'dash.submitted' && type !== 'dash.reviewed')) continue
    const id = assessmentId(live.reference, made)
    if (type === 'dash.reviewed') {
      const item = items.findLast((one) => one.id === id)
      if (item !== undefined)
        items[items.indexOf(item)] = {
          ...item,
          reviews: [...item.reviews, { at, ...(JSON.parse(content) as CaseEventData['dash.reviewed']) }],
        }
      continue
    }
    const dash = JSON.parse(content) as Dash
    const before = dash.secondaryTo ?? [...forms.keys()].at(-1)
    items.push({ id, sequence, at, recordedAt, ...itemOf(dash, context.policy, before, forms) })
    forms.set(id, dash)
  }
  return {
    incident: live.reference,
    risk: { grade: context.riskGrade, flags: context.flags },
    items: items.reverse().slice(0, MOST),
    next: null,
  }
}

function itemOf(
  dash: Dash,
  policy: Policy,
  since: string | undefined,
  forms: ReadonlyMap<string, Dash>,
): Omit<AssessmentItem, 'id' | 'sequence' | 'at' | 'recordedAt'> {
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
    difference: since === undefined || before === undefined ? null : differenceOf(since, before, dash, read?.sheet.tool ?? null),
    missing: read === null ? [] : topicItems(read.sheet.missing, answers),
    leftOpen: read === null ? [] : topicItems(leftOpen(read.sheet, answers), answers),
    followUps: read === null ? [] : followUpItems(read, dash),
    count: countOf(read),
    toSee: toSee(dash, policy),
    children: children ?? [],
    answers,
    reviews: [],
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
function differenceOf(since: string, before: Dash, dash: Dash, tool: Tool | null): AssessmentItem['difference'] {
  const comparable = before.tool === dash.tool
  const keys = comparable ? [...new Set([...Object.keys(before.answers), ...Object.keys(dash.answers)])] : []
  const numberOf = (key: string) => tool?.topics.find((topic) => topic.key === key)?.number ?? null
  const answers = keys
    .map((topic) => ({
      topic,
      number: numberOf(topic),
      was: before.answers[topic]?.answer ?? null,
      is: dash.answers[topic]?.answer ?? null,
    }))
    .filter(({ was, is }) => was !== is)
  // What has appeared since comes first.
  const appeared = ({ is }: { readonly is: string | null }) => (tool !== null && saysPresent(tool, is ?? '') ? 0 : 1)
  return {
    since,
    grade: { was: before.grade, is: dash.grade },
    comparable,
    answers: answers.sort((a, b) => appeared(a) - appeared(b) || (a.number ?? 0) - (b.number ?? 0)),
  }
}
