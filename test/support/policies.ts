/** Policies as a force writes them. A test says of one what it is about; the rest is alike everywhere. */

export interface PolicyLines {
  readonly id: string
  /** Each a line of the file: `P1: { rank: 1, … }`. */
  readonly priorities: readonly string[]
  /** The roles of the ladder; the supervisor alone unless told. */
  readonly escalation?: readonly string[]
  /** Lines of other sections, at the end. */
  readonly more?: readonly string[]
}

export const policyText = ({ id, priorities, escalation = ['supervisor'], more = [] }: PolicyLines): string =>
  [
    'schema: reassess/policy/v1',
    `id: ${id}`,
    'version: 1',
    'timezone: Europe/London',
    'priorities:',
    ...priorities.map((line) => `  ${line}`),
    `escalation: [${escalation.join(', ')}]`,
    ...more,
    '',
  ].join('\n')

const P1 = 'P1: { rank: 1, attendWithin: { urban: PT2S, rural: PT2S }, answerWithin: PT2S, repeatEvery: PT2S }'

/** The least that a policy can say, in seven lines. */
export const SMALL = policyText({ id: 'small', priorities: [P1] })

/** Two priorities of one rank: it can be used, and is worth a remark. */
export const TWO_OF_ONE_RANK = policyText({
  id: 'small',
  priorities: [P1, P1.replace('P1:', 'P1b:').replaceAll(/(urban|rural): PT2S/g, '$1: PT3S')],
})
