/** The access log in the OpenAPI document. */
import { accessLogQuery, unusualQuery } from '../access/reads.ts'
import { AS_TABLE, read } from './operation.ts'

export const accessPaths = () => ({
  '/v1/access-log': read('Who read what, newest first', 'AccessPage', 'A page.', {
    about: `For auditors, of their own force. A line for each read, answered or refused, with references and never with what they say. \`person\` is a name that somebody signed in with, or the name of a key or session; \`incident\` finds reads that asked for it and reads that were told of it. Reading it is logged too. ${AS_TABLE}`,
    query: accessLogQuery,
    csv: true,
  }),
  '/v1/access-log/unusual': read(
    'Who opened how many incidents on each day, beside the median of their role',
    'UnusualReading',
    'The newest day first, and on it who opened most.',
    {
      about:
        "For auditors, of their own force. Days are those of the policy's time zone, at most 35. Lists and the stream do not count: what a wall shows by itself is nobody's curiosity. It finds what to ask about, and says nothing of why somebody read.",
      query: unusualQuery,
    },
  ),
})
