/** What a command writes into the access log: the user of the operating system is who reads. */
import { userInfo } from 'node:os'
import type { AccessTold } from '../../engine/access/line.ts'
import { createAccessWriter } from '../../store/access/writer.ts'
import type { Store } from '../../store/store.ts'
import { complain } from '../words.ts'
import { spoolFolder } from './keyFile.ts'

/** As long as `X-Reason` may be. */
export const LONGEST_REASON = 500

export function byCommand(force: string) {
  const { uid, username } = userInfo()
  const person = { issuer: 'urn:reassess:os', subject: String(uid), name: username }
  return { force, key: 'command', role: 'command', person, from: 'this machine' } as const
}

/** On disk when it resolves; where it can be written nowhere, standard error has it and the command goes on. */
export async function logCommand(store: Store, dataDir: string, told: AccessTold): Promise<void> {
  const say = (facts: object, message: string) => complain(`${message} ${JSON.stringify(facts)}`)
  const writer = createAccessWriter({ rows: store, folder: spoolFolder(dataDir), log: { warn: () => {}, error: say } })
  await writer.write(told)
}
