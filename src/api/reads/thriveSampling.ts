/** Supervisors' sampling of THRIVE: what a person scores, and how far people and the rubric agree. */
import type { RequestHandler } from 'express'
import { z } from 'zod'
import { rubricChecks } from '../../../machines/rules/grading/thriveRubric.ts'
import type { Instant } from '../../../machines/rules/vocabulary.ts'
import type { thriveAgreement as agreement, thriveSample as sample } from '../../engine/answers/sampling.ts'
import type { Answer } from '../../engine/answers/shapes.ts'
import type { Engine } from '../../engine/engine.ts'
import { agreementOf } from '../../engine/measures/agreement.ts'
import type { Reads } from '../../engine/reads.ts'
import { sampleSeen } from '../../engine/views/hidden.ts'
import { discloseItems } from '../access/references.ts'
import { invalidQuery } from '../problems.ts'
import { queryInstant, queryOf, wholeNumber } from './query.ts'
import { readerOf } from './reads.ts'
import { hiddenFor } from './restricted.ts'
import { sendList } from './sendList.ts'

interface SamplingPorts {
  readonly engine: Pick<Engine, 'thriveIssues'>
  readonly reads: Reads
}

const period = { from: queryInstant, to: queryInstant.describe('The first instant that is no longer in the period.') }
const isInOrder = ({ from, to }: { readonly from: Instant; readonly to: Instant }): boolean => from < to
const NOT_IN_ORDER = { path: ['to'], message: 'must be after `from`' }

export const sampleQuery = z
  .strictObject({
    seed: z.string().regex(/^[\x21-\x7e]{1,64}$/, 'must be 1 to 64 printable ASCII characters without spaces'),
    ...period,
    /** Project default. */
    size: wholeNumber(100, 20, 'How many are drawn.'),
  })
  .refine(isInOrder, NOT_IN_ORDER)

export const agreementQuery = z.strictObject(period).refine(isInOrder, NOT_IN_ORDER)

/** A line is on disk within this time of its `recordedAt`: five tries of a statement of up to 10 s each. */
const ON_DISK_MS = 60_000

/** The same for the same seed and period, whoever asks and whenever, but for what is restricted; without the rubric's findings. */
export const thriveSample =
  ({ reads }: SamplingPorts): RequestHandler =>
  async (req, res) => {
    const caller = readerOf(res, 'samples')
    const asked = queryOf(req, sampleQuery)
    mustBeOver(asked.to, await reads.now())
    const { recorded, items } = await reads.thriveSample(caller.force, asked)
    const hidden = await hiddenFor(reads, caller)
    discloseItems(res, items)
    const seen = items.map((one) => sampleSeen(one, hidden))
    const drawn: Answer<typeof sample> = { ...asked, recorded, checks: rubricChecks(), items: seen, next: null }
    await sendList(res, drawn)
  }

export const thriveAgreement =
  ({ engine, reads }: SamplingPorts): RequestHandler =>
  async (req, res) => {
    const { force } = readerOf(res, 'samples')
    const asked = queryOf(req, agreementQuery)
    const recorded = await reads.thrivesRecorded(force, asked)
    const rubric = ({ incident, sequence }: { readonly incident: string; readonly sequence: number }) =>
      engine.thriveIssues({ force, reference: incident }, sequence)
    const agreed = await agreementOf(recorded, reads.thriveScores(force, asked), rubric)
    res.json({ ...asked, ...agreed } satisfies Answer<typeof agreement>)
  }

/** @throws Refused `invalid-query` for a period that may still grow: its sample would not stay the same. */
function mustBeOver(to: Instant, now: Instant): void {
  if (Date.parse(to) + ON_DISK_MS <= Date.parse(now)) return
  throw invalidQuery(
    [{ pointer: '/to', detail: `must be at least a minute ago by the clock of the record (${now})` }],
    'The period is not over: events still to come would change its sample.',
  )
}
