/** THRIVE assessments, their scores, and grades. What is absent or empty in a THRIVE is no mistake of form: `thriveIssues` names all of it at once. */
import { z } from 'zod'
import { anyInstant, anyName, anyOf, anyText, listOf, name, person, text } from '../../fields.ts'
import { isSaid } from '../../words.ts'
import { aboutIncident, event, onIncident } from '../event.ts'
import { handler, supervisor } from '../people.ts'
import { situation } from './situation.ts'
import { added, six } from './sixElements.ts'

const LEVELS = ['none', 'low', 'medium', 'high', 'unknown'] as const

const assessed = z.strictObject({ level: anyOf(LEVELS).optional(), rationale: anyText.optional() })
export const thriveEvents = {
  'thrive.assessed': event({
    schema: z.strictObject({
      assessor: person,
      ...six(assessed),
      interimRisk: anyText.optional(),
      childrenAsked: z.boolean().optional(),
      historyChecks: z.strictObject({ done: listOf(anyName).optional(), notDoneReason: anyText.optional() }).optional(),
      safetyAdvice: anyText.optional(),
      flags: listOf(name).optional(),
      safeContact: z
        .strictObject({ phone: anyName.optional(), safeTimes: anyText.optional(), codeword: anyName.optional() })
        .optional(),
      elements: added(assessed).optional(),
      situation: situation.optional(),
      /** Who is at risk, from whom, and where each is now. Asked for by the policy's `thrive.checks`, as are the next two. */
      peopleAtRisk: listOf(
        z.strictObject({ who: anyName.optional(), from: anyText.optional(), where: anyText.optional() }),
      ).optional(),
      suspectWhereabouts: anyText.optional(),
      childrenAnswer: anyText.optional(),
      /** For the officers on their way: what is used or within reach, and how to speak with the people there. */
      weapons: anyText.optional(),
      communicationNeeds: anyText.optional(),
      /** A mental-health line that was rung for advice. */
      adviceLine: z
        .strictObject({ organisation: anyName.optional(), at: anyInstant.optional(), advice: anyText.optional() })
        .optional(),
    }),
    example: {
      assessor: handler,
      threat: { level: 'high', rationale: 'Former partner outside, says he will come in.' },
      harm: { level: 'medium', rationale: 'Earlier injury to the arm in March.' },
      risk: { level: 'high', rationale: 'He has come in before when told not to.' },
      investigation: { level: 'low', rationale: 'Neighbour has video of him at the door.' },
      vulnerability: { level: 'high', rationale: 'Two children upstairs, she is alone.' },
      engagement: { level: 'medium', rationale: 'Wants officers to attend and stay until he has gone.' },
      interimRisk: 'He may force the door before officers arrive.',
      childrenAsked: true,
      historyChecks: { done: ['repeat', 'markers', 'orders', 'marac'] },
      safetyAdvice: 'Lock the doors, stay upstairs, keep the line open.',
      safeContact: { phone: '07700900001', safeTimes: 'any', codeword: 'parcel' },
    },
    label: 'THRIVE assessed',
    postedBy: ['control-room', 'supervisor'],
    ...onIncident('refused'),
  }),
  /** A person looked at a THRIVE that was drawn for it, without the engine's verdict before them. */
  'thrive.scored': event({
    schema: z.strictObject({
      thrive: z
        .int()
        .min(1)
        .describe(
          "The sequence of the THRIVE in its incident's record, as the sample, the timeline and the answer to its POST have it.",
        ),
      scorer: person,
      adequate: z.boolean(),
      missing: listOf(name)
        .optional()
        .describe(
          'The checks that it does not meet, by name: those of the rubric (`checks` of the sample) and the elements that it had to assess.',
        ),
      note: anyText.optional(),
    }),
    example: {
      thrive: 2,
      scorer: supervisor,
      adequate: false,
      missing: ['safe-contact', 'investigation-action'],
      note: 'The number is the one that he answers, and nobody asked the neighbour to keep the video.',
    },
    label: 'THRIVE scored',
    postedBy: ['supervisor'],
    ...onIncident('looks-back'),
    onlyByOneself: true,
  }),
  'incident.graded': event({
    schema: z.strictObject({
      priority: name,
      rationale: text,
      by: person,
      approvedBy: person.optional(),
      /** Why a low grade is enough although flags say high risk. */
      highRiskRationale: anyText.optional(),
      attend: z
        .strictObject({ needed: z.boolean(), reason: anyText.optional() })
        .refine(({ needed, reason }) => needed || isSaid(reason), {
          path: ['reason'],
          message: 'must say why nobody has to go again',
        })
        .optional()
        .describe(
          'Whether somebody has to go again, where the victim was seen and there is news since. Supervisors and above say no.',
        ),
    }),
    example: { priority: 'P2', rationale: 'Suspect outside, not yet inside; children present.', by: handler },
    label: 'Graded',
    postedBy: ['control-room', 'supervisor'],
    tells: ({ priority }) => priority,
    matter: aboutIncident,
    opens: null,
    whenClosed: 'refused',
    onlyByOneself: false,
  }),
}
