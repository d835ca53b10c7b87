import { inWords } from '../../files/byHand.ts'
import { print, refuse } from '../words.ts'
import { readPolicyFile } from './policyFile.ts'

/** `reassess policy check FILE`: exit 0 for a policy that can be used, with remarks on what may be meant; 1 with each mistake by its line. */
export async function policy([verb, file, ...rest]: string[]): Promise<number> {
  if (verb !== 'check' || file === undefined || rest.length > 0) return refuse('policy')
  const {
    policy: read,
    hash,
    remarks,
  } = readPolicyFile({
    policyFile: file,
    toolsDir: process.env.TOOLS_DIR || null,
    calendarsDir: process.env.CALENDARS_DIR || null,
    detectorFile: process.env.DETECTOR_FILE || null,
  })
  for (const remark of remarks) print(inWords({ ...remark, message: `remark: ${remark.message}` }))
  print(`${file}: ${read.id} version ${read.version} is in order (content ${hash.slice(0, 12)})`)
  return 0
}
