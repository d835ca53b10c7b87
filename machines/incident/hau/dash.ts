import { incidentSetup } from '../setup.ts'
import { cancel } from '../words.ts'
import { keepFeedback, sendBack } from './feedback.ts'
import { attends, attendsAgain, correct, keepException, returned, review, scheduleForm, submit } from './forms.ts'
import { entersWithDash, scheduleReceipt, scheduleReceiptWithoutDash } from './hau.ts'
import { scheduleByNeed } from './referring.ts'

/**
 * From the doorstep to the reviewed DASH. It is due once somebody has attended; a supervisor reviews every DASH, and a form
 * that a supervisor or the harm assessment unit returns waits until it is mended.
 *
 * Source: docs/sources.md#dash (seed 28-33).
 */
export const dash = incidentSetup.createStateConfig({
  initial: 'notDue',
  states: {
    notDue: {
      on: {
        'unit.arrived': {
          guard: attends,
          target: 'due',
          actions: [scheduleForm, scheduleByNeed],
        },
        // Settled on the telephone: the form is owed all the same, unless the policy leaves it out.
        'attendance.excused': [
          {
            guard: ({ context }) => context.policy.telephoneResolution.dash === 'required',
            target: 'due',
            actions: [scheduleForm, scheduleByNeed],
          },
          { actions: [scheduleReceiptWithoutDash, scheduleByNeed] },
        ],
        // Found vulnerable only after it was settled.
        'thrive.assessed': { actions: scheduleReceiptWithoutDash },
      },
    },
    due: {
      on: {
        'dash.submitted': { target: 'submitted', actions: submit },
        'dash.excepted': {
          target: 'excepted',
          actions: [cancel('dash-submission'), keepException, scheduleReceiptWithoutDash],
        },
      },
    },
    /**
     * Two people decided, by rank, that there will be no DASH. Another visit asks again, and a DASH that is made anyway counts.
     */
    excepted: {
      on: {
        'dash.submitted': { target: 'submitted', actions: submit },
        'thrive.assessed': { actions: scheduleReceiptWithoutDash },
        'unit.arrived': { guard: attendsAgain, target: 'due', actions: [scheduleForm, scheduleByNeed] },
      },
    },
    submitted: {
      on: {
        'dash.submitted': { actions: correct },
        'dash.reviewed': [
          returned,
          { guard: ({ context }) => context.received || !entersWithDash(context), target: 'accepted', actions: review },
          { target: 'accepted', actions: [...review, scheduleReceipt] },
        ],
        'hau.feedback': [sendBack, keepFeedback],
      },
    },
    returned: {
      on: { 'dash.submitted': { target: 'submitted', actions: submit }, 'hau.feedback': keepFeedback },
    },
    /** Another visit brings another DASH, and that one is reviewed too. */
    accepted: {
      on: { 'dash.submitted': { target: 'submitted', actions: submit }, 'hau.feedback': [sendBack, keepFeedback] },
    },
  },
})
