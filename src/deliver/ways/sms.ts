/** A text message, by GOV.UK Notify. */
import { z } from 'zod'
import { smsText } from '../texts.ts'
import type { WayModule } from './module.ts'
import { createNotify, whatNotifyNeeds } from './notify.ts'

/** `07700 900001` and `+44 7700 900001`; a number of another country with its `+`. */
const isNumber = (text: string): boolean => /^(?:0\d{9,10}|\+\d{8,15})$/.test(text.replaceAll(/[ ()-]/g, ''))

export const sms: WayModule = {
  name: 'sms',
  address: z.string().max(32).refine(isNumber, 'must be a telephone number such as "07700 900001" or "+44 7700 900001"'),
  entryOf: null,
  missing: whatNotifyNeeds,
  create(file, env) {
    const notify = createNotify(file, env)
    return {
      send: (message, to, signal) =>
        notify.send(signal, (client, { smsTemplate }) =>
          client.sendSms(smsTemplate, to, { personalisation: { message: smsText(message) }, reference: message.id }),
        ),
      close: async () => {},
    }
  },
}
