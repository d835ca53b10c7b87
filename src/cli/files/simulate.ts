import { styleText } from 'node:util'
import { inWords, type Mistake } from '../../files/byHand.ts'
import { type Paint, PLAIN, printReport } from '../../simulate/print.ts'
import { readScenarioFile } from '../../simulate/reading/readScenario.ts'
import { type Report, runScenario } from '../../simulate/run.ts'
import { usageOf, wordsOf } from '../words.ts'

export interface Output {
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  readonly colours: boolean
}

const terminal: Output = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  colours: process.stdout.isTTY === true && !process.env.NO_COLOR,
}

const COLOURED: Paint = {
  good: (text) => styleText('green', text),
  bad: (text) => styleText('red', text),
  faint: (text) => styleText('dim', text),
}

/**
 * `reassess simulate FILE… [--json]`: runs each scenario on a virtual clock.
 * @returns 0 when all expectations held, 1 when one did not, 2 for a file that cannot be used (the others still run).
 */
export async function simulate(args: string[], { out, err, colours }: Output = terminal): Promise<number> {
  const words = wordsOf(args, { json: { type: 'boolean', default: false } })
  if (words === null || words.positionals.length === 0) {
    err(usageOf('simulate'))
    return 2
  }
  const { json } = words.values
  const reports: ({ file: string } & (Report | { mistakes: readonly Mistake[] }))[] = []
  for (const file of words.positionals) {
    const read = await readScenarioFile(file)
    reports.push(read.ok ? { file, ...(await runScenario(read.scenario)) } : { file, mistakes: read.mistakes })
  }
  if (json) out(`${JSON.stringify({ scenarios: reports }, null, 2)}\n`)
  for (const report of reports) {
    if ('mistakes' in report) err(report.mistakes.map((mistake) => `${inWords(mistake)}\n`).join(''))
    else if (!json) out(`${printReport(report.file, report, colours ? COLOURED : PLAIN)}\n`)
  }
  if (reports.some((report) => 'mistakes' in report)) return 2
  return reports.every((report) => 'held' in report && report.held) ? 0 : 1
}
