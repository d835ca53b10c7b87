/** Suspects, bail and investigations as forms. */
import { type EventName, parseData } from '../../machines/rules/events.ts'
import { exampleEvent } from '../../src/api/openapi/examples.ts'

/** Pointers of what is wrong with an example that was changed. */
function wrong(type: EventName, changes: object): string[] {
  const read = parseData(type, { ...(exampleEvent(type).data as object), ...changes })
  return read.ok ? [] : read.issues.map(({ pointer }) => pointer)
}
const rank = (role: string) => ({ id: 'x-1', role })

it.each<[EventName, object, string[]]>([
  ['suspect.dealt-with', { codeG: ['he-was-rude'], circulated: 'PNC' }, ['/data/codeG/0', '/data/circulated']],
  ['suspect.circulated', { on: [], suspect: '' }, ['/data/suspect', '/data/on']],
  ['suspect.reviewed', { direction: ' ', nextReviewAt: 'soon' }, ['/data/direction', '/data/nextReviewAt']],
  ['rui.justified', { rationale: undefined }, ['/data/rationale']],
  ['bail.granted', { authorisedBy: rank(''), arrestedAt: undefined }, ['/data/arrestedAt', '/data/authorisedBy/role']],
  ['bail.extension-applied', { suspect: '', appliedAt: 'in time' }, ['/data/suspect', '/data/appliedAt']],
  ['bail.extension-refused', { bail: '', rationale: ' ' }, ['/data/bail', '/data/rationale']],
  ['statement.taken', { kind: 'spoken', of: 'neighbour', takenAt: undefined }, ['/data/kind', '/data/takenAt', '/data/of']],
  ['bail.granted', { conditions: ['Not to call Mrs Example'] }, ['/data/conditions/0']],
  ['bail.granted', { victimViews: { sought: false, notSoughtReason: 'N/A' } }, ['/data/victimViews/notSoughtReason']],
  ['bail.extended', { victimViews: undefined, rationale: '' }, ['/data/rationale', '/data/victimViews']],
  ['bail.varied', { victimViews: { sought: false } }, ['/data/victimViews/notSoughtReason']],
  ['bail.checked', { result: 'fine' }, ['/data/result']],
  ['bail.breached', { conditions: [], action: 'told-off' }, ['/data/conditions', '/data/action']],
  ['bail.ended', { because: 'expired' }, ['/data/because']],
  ['investigation.supervised', { direction: undefined }, ['/data/direction']],
  [
    'investigation.handed-over',
    { package: { exhibits: { included: false, reason: 'none' } } },
    ['/data/package/exhibits/reason'],
  ],
  ['evidence.submitted', { item: '', kind: 'Her telephone' }, ['/data/item', '/data/kind']],
  ['evidence.submitted', { expectedAt: 'in a year' }, ['/data/expectedAt']],
  ['evidence.expected', { expectedAt: undefined, item: '' }, ['/data/item', '/data/expectedAt']],
  ['evidence.returned', { crimeRef: undefined }, ['/data/crimeRef']],
  ['charging.requested', { suspect: '', by: undefined }, ['/data/suspect', '/data/by']],
  ['charging.decided', { decision: 'perhaps', rationale: ' ' }, ['/data/decision', '/data/rationale']],
  ['crime.outcome', { code: 23, victimReason: 'She is afraid' }, ['/data/code', '/data/victimReason']],
  ['crime.outcome', { code: '16', victimContact: { contacted: true, text: '' } }, ['/data/code', '/data/victimContact/text']],
  ['crime.recorded', { offenceAt: 'last week' }, ['/data/offenceAt']],
  ['suspect.dealt-with', { crimeRef: '' }, ['/data/crimeRef']],
  ['bail.ended', { crimeRef: ['C1', 'C2'] }, ['/data/crimeRef']],
  ['investigation.allocated', { crimeRef: 7 }, ['/data/crimeRef']],
])('%s %j is wrong where it is wrong', (type, changes, pointers) => expect(wrong(type, changes)).toEqual(pointers))
