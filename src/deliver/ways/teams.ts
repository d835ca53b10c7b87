/**
 * A channel or chat of Microsoft Teams, by a webhook of its Workflows, which take an adaptive card. Teams cannot tell a repeated message
 * from a new one.
 */
import { z } from 'zod'
import { contentOf } from '../texts.ts'
import { type Message, NotSent } from '../way.ts'
import type { WayModule } from './module.ts'
import { createPosting } from './posting.ts'

/** An entry of `teams`. The address holds its secret. */
export const teamsEntry = z.strictObject({ url: z.string().max(2_048) })

export const teams: WayModule = {
  name: 'teams',
  address: z.string().regex(/^[\w-]{1,64}$/, 'must be the name of an entry of teams'),
  entryOf: 'teams',
  missing: () => null,
  create({ allow, teams: entries }, _env, { now = () => new Date(), lookup } = {}) {
    const posting = createPosting(allow, { now, lookup })
    return {
      async send(message, to, signal) {
        const entry = entries[to]
        if (entry === undefined) throw new NotSent('The delivery file has no such entry in teams.')
        const headers = { 'content-type': 'application/json' }
        const { status, waitMs } = await posting.post(entry.url, headers, JSON.stringify(cardOf(message)), signal)
        // It says that Teams has it, and nothing about the channel.
        if (status >= 200 && status < 300) return { status: 'sent', reference: null }
        throw new NotSent(`Teams answered ${status}.`, { forEver: status === 410, waitMs })
      },
      close: posting.close,
    }
  },
}

/** Runs of text, in which no sign of a reference counts as markup. */
const text = (said: string, look: object = {}): object => ({
  type: 'RichTextBlock',
  inlines: [{ type: 'TextRun', text: said, ...look }],
})

function cardOf(message: Message): object {
  const { subject, lead, blocks, foot } = contentOf(message)
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [
      text(subject, { weight: 'Bolder', size: 'Large' }),
      ...lead.map((line) => text(line)),
      ...blocks.flatMap(({ heading, lines, link }) => [
        text(heading, { weight: 'Bolder' }),
        ...lines.map((line) => text(line)),
        { type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title: link.text, url: link.href }] },
      ]),
      ...foot.map((line) => text(line, { isSubtle: true })),
    ],
  }
  return {
    type: 'message',
    summary: subject,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  }
}
