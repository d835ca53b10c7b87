import {
  attends,
  attendsAgain,
  correct,
  keepException,
  oweForm,
  oweReceipt,
  oweSchools,
  returned,
  review,
  submit,
} from './forms.ts'
import { oweByNeed } from './referring.ts'
import { incidentSetup } from './setup.ts'

/**
 * From the doorstep to the reviewed DASH. It is due once somebody has attended; a supervisor reviews every one, and a
 * returned one waits until it is mended. Source: docs/sources.md#dash (seed 28-33).
 */
export const dash = incidentSetup.createStateConfig({
  initial: 'notDue',
  states: {
    notDue: {
      on: {
        'unit.arrived': {
          guard: attends,
          target: 'due',
          actions: [oweForm, oweSchools, oweByNeed],
        },
        // Settled on the telephone: the form is owed all the same, unless the policy leaves it out.
        'attendance.excused': {
          guard: ({ context }) => context.policy.telephoneResolution.dash === 'required',
          target: 'due',
          actions: oweForm,
        },
      },
    },
    due: {
      on: {
        'dash.submitted': { target: 'submitted', actions: submit },
        'dash.excepted': {
          target: 'excepted',
          actions: [{ type: 'waive', params: { deadline: 'dash-submission', of: null } }, keepException],
        },
      },
    },
    /** Two people decided, by rank, that there will be none. Another visit asks again, and one that is made all the same counts. */
    excepted: {
      on: {
        'dash.submitted': { target: 'submitted', actions: submit },
        'unit.arrived': { guard: attendsAgain, target: 'due', actions: [oweForm, oweSchools, oweByNeed] },
      },
    },
    submitted: {
      on: {
        'dash.submitted': { actions: correct },
        'dash.reviewed': [
          returned,
          { guard: ({ context }) => context.received, target: 'accepted', actions: review },
          { target: 'accepted', actions: [...review, oweReceipt] },
        ],
      },
    },
    returned: { on: { 'dash.submitted': { target: 'submitted', actions: submit } } },
    /** Another visit brings another DASH, and that one is reviewed too. */
    accepted: { on: { 'dash.submitted': { target: 'submitted', actions: submit } } },
  },
})
