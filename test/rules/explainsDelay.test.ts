import { describe, expect, it } from '@jest/globals'
import type { CaseEventData } from '../../machines/rules/events.ts'
import { explainsDelay, type Speech, speechOf } from '../../machines/rules/reassessment/explainsDelay.ts'
import { ELEMENTS } from '../../machines/rules/vocabulary.ts'
import { workedMs } from '../support/worked.ts'

const wordings: Record<Speech, string[]> = {
  resources: [
    'All response units committed to a public order incident. Will resource when available.',
    'No units available.',
    'No unit free',
    'No officers available to attend at this time.',
    'Awaiting shift change.',
    'Awaiting night shift coming on duty, will be allocated then.',
    'Will resource when possible.',
    'No resources currently due to high demand.',
    'Unit diverted to an immediate call elsewhere.',
    'All units tied up with a stabbing in the town centre.',
    'Patrols are committed to a large fight at the football.',
    'Both units dealing with an RTC on the A46, no ETA.',
    "We can't send anybody until the late turn crews are back from refs.",
    'High volume of calls tonight; backlog of 14 incidents in the queue.',
    'Target missed by 20 minutes because of staffing shortage.',
    'Kept at P2 in line with force policy; all officers committed.',
    'Attendance delayed, duty sergeant aware.',
    'FIM informed. No units in area.',
    'Dispatcher has tried neighbouring sectors, nil available.',
    'Call volume exceptional, resources stretched.',
    'Understaffed on nights, next available unit will be sent.',
    'Incident remains unresourced due to other priority calls.',
    'Grade held as per procedure until a patrol becomes available.',
    'Crews held up at hospital with a prisoner.',
    'No double-crewed units on duty until 22:00.',
    'To be dispatched asap',
    'No change, no units.',
    'Risk unchanged due to shortage of resources',
    'Appointment slot set for tomorrow morning due to demand',
    'SLA breached owing to capacity.',
    'We are outside of target because all cars are on immediates.',
    'Units deployed to serious RTC, M40 closed.',
    'Staffing levels below minimum.',
    'Log reviewed; still no units.',
    'Reassessed: no units to send, remains P2.',
    'Cannot be assessed until officers attend.',
    'Unable to assess until a unit arrives.',
    'Police attendance delayed by competing demand.',
    'Still no units. Will keep reviewing.',
  ],
  nothing: [
    '',
    ' ',
    'No change.',
    'Unchanged',
    'As before',
    'n/a',
    'N/A.',
    'None',
    'See above.',
    'As per original THRIVE',
    'Risk unchanged',
    'No change to threat.',
    'Threat level remains the same',
    'No further update at this time',
    '-',
    'tbc',
  ],
  something: [
    'Threat up, likelihood up; harm unchanged, earlier injury.',
    'Rang safe number, victim answered: ex-partner has sent 14 messages.',
    'No officer has seen her since the call.',
    'She lives in a unit of flats with a shared door.',
    'Victim is waiting at the resource centre with her sister.',
    'He has not come back.',
    'He is not at the address and has no car.',
    'No weapons seen.',
    'No threat.',
    'Threat reduced as he is in custody until the morning.',
    'Officers attended earlier and found her with bruising.',
    'Resource centre staff are with her.',
    'Situation has escalated.',
    'Increased.',
    'Cannot be reached, phone off.',
    'No previous.',
    'Still there.',
    'Not present.',
    'No change since he left.',
    'He is free to come back.',
    'No order breached.',
    'Waiting outside.',
    'Officer who knows her says he is armed.',
    'No one there',
    'No response.',
    'No answer on the safe number, third attempt.',
    'No further calls.',
    'Children upstairs asleep.',
    'Suspect outstanding',
    'Male in custody.',
    'In custody.',
    'Delay itself raises the risk: he returns from work at six.',
    'No units available, but he is on his way back to her.',
    'Officers are dealing with the suspect at the door.',
    'All units committed to a stabbing and he is outside her house.',
    'Risk remains high as he breached bail.',
    'Victim no longer at the property; unit still needed.',
    'Threat to kill repeated at 21:40.',
    'Quiet in the background now.',
    'She has gone to her mother in Leamington.',
    'Earlier injury still the worst known.',

    'Messages to be kept.',
    'Neighbour will stay until police arrive.',
    'Low likelihood while he is at work until the end of his shift.',
    'Threat and likelihood are up; she is behind a locked door with a neighbour; attendance remains needed now.',
    'The longer no unit attends, the likelier he comes back drunk.',
    'Unit could not gain entry, no reply at the property, lights on.',
  ],
  doubtful: [
    'Still wants attendance.',
    'Waiting for a unit from Rugby to clear',
    'All units tied up, no officers available because of the carnival.',
    'No units available; patrols requested from Leamington.',
  ],
}

describe('what a rationale speaks of', () => {
  for (const [speech, texts] of Object.entries(wordings)) {
    it.each(texts)(`${speech}: %j`, (text) => expect(speechOf(text)).toBe(speech))
  }
})

type Reassessment = CaseEventData['risk.reassessed']
type Said = {
  decision?: string
  interim?: string
  each?: string
  elements?: Reassessment['elements']
  change?: 'unchanged' | 'increased' | 'decreased'
}

/** A reassessment that says the same under every element. */
function record({ decision = '', interim = '', each = '', elements, change = 'unchanged' }: Said): Reassessment {
  return {
    demand: 'WK-1-d1',
    assessor: { id: 'sup-1', role: 'supervisor' },
    victimContact: { attempted: true, outcome: 'Answered; he is outside.' },
    newInformation: 'He is outside.',
    thrive: Object.fromEntries(ELEMENTS.map((name) => [name, { change, rationale: each }])),
    ...(elements && { elements }),
    interimRisk: interim,
    decision: { priority: 'P2', rationale: decision, approvedBy: undefined },
    interimSafeguarding: ['She has locked the door.'],
    resourceAction: 'All units committed.',
    nextReviewAt: '2026-11-20T22:02:00.000Z',
  }
}
const judge = (said: Said, gradeRises = false) => explainsDelay(record(said), { gradeRises })
const explained = { decision: 'No units available.', interim: 'Will resource when available.', each: 'All units committed.' }

describe('a record that only explains the delay', () => {
  it('is refused when every rationale speaks of resources', () => expect(judge(explained)).toBe('refused'))

  it('is refused when the elements are padded with "No change."', () => {
    expect(judge({ decision: 'No units available.', interim: 'As before', each: 'No change.' })).toBe('refused')
    expect(judge({ decision: 'Unchanged', interim: 'None', each: 'Awaiting a unit.' })).toBe('refused')
  })

  it('is refused whatever the other fields say: only rationales count', () => {
    const otherFields = { ...record(explained), interimSafeguardingNoneReason: 'He has a knife.' }
    expect(explainsDelay(otherFields, { gradeRises: false })).toBe('refused')
  })

  it('counts the elements that a policy adds', () => {
    const added = (rationale: string): Said => ({ ...explained, elements: { prevention: { change: 'unchanged', rationale } } })
    expect(judge(added('No units.'))).toBe('refused')
    expect(judge(added('Neighbour will ring if he returns.'))).not.toBe('refused')
  })
})

describe('a record that is taken', () => {
  const warned = [expect.objectContaining({ code: 'rationale-speaks-of-resources', pointer: '/data/decision/rationale' })]

  it('when one rationale says something of the risk, with a warning for the others', () => {
    expect(judge({ ...explained, interim: 'He could be back within the hour.' })).toEqual(warned)
  })

  it('when in doubt, with a warning', () =>
    expect(judge({ ...explained, interim: 'All units at the carnival, no officers free.' })).toEqual(warned))

  it('when the grade rises or an element has increased, with a warning', () => {
    expect(judge(explained, true)).toEqual(warned)
    expect(judge({ ...explained, change: 'increased' })).toEqual(warned)
    expect(judge({ ...explained, elements: { prevention: { change: 'increased', rationale: 'No units.' } } })).toEqual(warned)
    expect(judge({ ...explained, change: 'decreased' })).toBe('refused')
  })

  it('warns of most rationales even when the decision is sound', () => {
    expect(judge({ ...explained, decision: 'She is safe with her sister.' })).toEqual([
      expect.objectContaining({ pointer: '/data/interimRisk' }),
    ])
  })

  it('silently when it speaks of the risk', () => {
    expect(judge({ decision: 'She is safe with her sister.', interim: 'He could come back.', each: 'No change.' })).toEqual([])
    expect(judge({ decision: 'No change.', interim: 'No change.', each: 'No change.' })).toEqual([])
  })
})

it('judges the longest text that a field takes without holding up the others', () => {
  const long = ['units ', 'is ', 'as per ', 'committed to ', 'no change ', 'units committed '].map((word) =>
    word.repeat(20_000 / word.length),
  )
  const worked = workedMs(() => {
    for (const text of long) speechOf(text)
  })
  expect(worked).toBeLessThan(500)
})
