/** The delivery file as a process may use it: it belongs to the force of the process, and has what the ways of the environment need. */
import { type DeliveryFile, readDeliveryFile } from '../../deliver/file/readFile.ts'
import { unusable } from '../../files/byHand.ts'

interface DeliverySettings {
  /** Null where any force will do. */
  readonly force: string | null
  readonly smtpUrl?: string | null
  readonly notifyApiKey?: string | null
}

/** @returns null without a delivery file: alerts are on the board and the stream only. @throws BadFile */
export const readDelivery = (settings: DeliverySettings & { readonly deliveryFile: string | null }): DeliveryFile | null =>
  settings.deliveryFile === null ? null : readFileFor(settings.deliveryFile, settings)

/** @throws BadFile */
export function readFileFor(name: string, { force, smtpUrl = null, notifyApiKey = null }: DeliverySettings): DeliveryFile {
  const file = readDeliveryFile(name)
  const wrong = (message: string) => unusable(name, message)
  if (force !== null && file.force !== force)
    throw wrong(`is for the force ${file.force}, and FORCE is ${force}: give the file of this force`)
  if (smtpUrl !== null && file.mail === null) throw wrong('needs the section mail, because SMTP_URL is set')
  if (notifyApiKey !== null && file.notify === null) throw wrong('needs the section notify, because NOTIFY_API_KEY is set')
  return file
}
