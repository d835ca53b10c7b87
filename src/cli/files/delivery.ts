import { planOf } from '../../deliver/file/readFile.ts'
import { notSetUp } from '../../deliver/ways/index.ts'
import { BadFile } from '../../files/byHand.ts'
import { readFileFor } from '../serving/delivery.ts'
import { waysOf } from '../serving/watchDeliveries.ts'
import { complain, counted, print, refuse, wordsOf } from '../words.ts'
import { findingsIn, rotaTable } from './deliveryReport.ts'
import { readPolicyFile } from './policyFile.ts'

const MOST_DAYS = 31
const DAY_MS = 86_400_000

/**
 * `reassess delivery check FILE`: exit 0 for a file with which somebody is always reached, 1 with each hole and each person whom no
 * message reaches, 2 for a file that cannot be used. `delivery rota FILE`: who is on duty. Overrides that were posted are not in a file.
 * The senders of this environment count as those of the service.
 */
export async function delivery([verb, ...args]: string[]): Promise<number> {
  const words = wordsOf(args, { days: { type: 'string', default: '14' } })
  const [file, ...rest] = words?.positionals ?? []
  const days = Number(/^[1-9]\d?$/.exec(words?.values.days ?? '')?.[0])
  const isKnown = verb === 'check' || verb === 'rota'
  if (words === null || file === undefined || rest.length > 0 || !isKnown || !(days <= MOST_DAYS)) return refuse('delivery')
  try {
    const env = { smtpUrl: process.env.SMTP_URL || null, notifyApiKey: process.env.NOTIFY_API_KEY || null, notifyUrl: '' }
    const read = readFileFor(file, { force: process.env.FORCE || null, ...env })
    const plan = planOf(read)
    const { policy } = readPolicyFile({
      policyFile: process.env.POLICY_FILE || null,
      toolsDir: process.env.TOOLS_DIR || null,
      calendarsDir: process.env.CALENDARS_DIR || null,
      detectorFile: process.env.DETECTOR_FILE || null,
    })
    const now = Date.now()
    const period = { from: new Date(now).toISOString(), to: new Date(now + days * DAY_MS).toISOString() }
    if (verb === 'check') {
      const { wrong, remarks } = findingsIn(plan, policy.escalation, period)
      const missing = notSetUp(waysOf(plan), read, env).map(
        ({ way, needs }) => `the way ${way} needs ${needs} where the service runs`,
      )
      return check(file, { wrong, remarks: [...remarks, ...missing] }, days)
    }
    for (const line of rotaTable(plan, policy.escalation, period)) print(line)
    return 0
  } catch (error) {
    if (!(error instanceof BadFile)) throw error
    complain(error.message)
    return 2
  }
}

function check(file: string, { wrong, remarks }: ReturnType<typeof findingsIn>, days: number): number {
  for (const remark of remarks) print(`${file}: remark: ${remark}`)
  for (const one of wrong) print(`${file}: ${one}`)
  print(
    wrong.length === 0
      ? `${file}: is in order for the next ${counted(days, 'day')}`
      : `${file}: ${counted(wrong.length, 'thing')} to put right in the next ${counted(days, 'day')}`,
  )
  return wrong.length === 0 ? 0 : 1
}
