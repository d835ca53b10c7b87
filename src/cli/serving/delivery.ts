/** The delivery file as this process may use it: it belongs to the force of the process, and has what the ways of the environment need. */
import { type DeliveryFile, readDeliveryFile } from '../../deliver/file/readFile.ts'
import { unusable } from '../../files/byHand.ts'

interface DeliverySettings {
  readonly deliveryFile: string | null
  readonly force: string
  readonly smtpUrl?: string | null
  readonly notifyApiKey?: string | null
}

/** @returns null without a delivery file: alerts are on the board and the stream only. @throws BadFile */
export function readDelivery(settings: DeliverySettings): DeliveryFile | null {
  const { deliveryFile, force, smtpUrl = null, notifyApiKey = null } = settings
  if (deliveryFile === null) return null
  const file = readDeliveryFile(deliveryFile)
  const wrong = (message: string) => unusable(deliveryFile, message)
  if (file.force !== force) throw wrong(`is for the force ${file.force}, and FORCE is ${force}: give the file of this force`)
  if (smtpUrl !== null && file.mail === null) throw wrong('needs the section mail, because SMTP_URL is set')
  if (notifyApiKey !== null && file.notify === null) throw wrong('needs the section notify, because NOTIFY_API_KEY is set')
  return file
}
