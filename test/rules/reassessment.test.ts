import { describe, expect, it } from '@jest/globals'
import { EXAMPLE_AT } from '../../machines/rules/catalogue/event.ts'
import type { CaseEventData } from '../../machines/rules/events.ts'
import { reassessmentIssues, reassessmentWarnings } from '../../machines/rules/reassessment/reassessment.ts'
import { ELEMENTS } from '../../machines/rules/vocabulary.ts'
import { reassessment } from './examples.ts'

const AT = new Date(EXAMPLE_AT).toISOString()
type Reassessment = CaseEventData['risk.reassessed']
const pointers = (spoilt: Partial<Reassessment>) =>
  reassessmentIssues({ ...reassessment, ...spoilt }, AT).map(({ pointer }) => pointer)

it('counts when every part is there', () => expect(reassessmentIssues(reassessment, AT)).toEqual([]))

it('names everything that is missing, all at once', () => {
  const { demand, assessor } = reassessment
  const empty = reassessmentIssues({ demand, assessor, decision: { priority: 'P2', approvedBy: undefined } }, AT)
  expect(empty.map(({ pointer }) => pointer.replace('/data/', ''))).toEqual([
    'victimContact/attempted',
    'victimContact/outcome',
    ...['suspect/where', 'suspect/source', 'victim/where', 'victim/source', 'canReach', 'changed', 'protects'].map(
      (part) => `situation/${part}`,
    ),
    'newInformation',
    ...['threat', 'harm', 'risk', 'investigation', 'vulnerability', 'engagement'].flatMap((name) => [
      `thrive/${name}/change`,
      `thrive/${name}/rationale`,
    ]),
    'interimRisk',
    'decision/rationale',
    'interimSafeguarding',
    'resourceAction',
    'nextReviewAt',
  ])
})

it.each<[Partial<Reassessment>, string[]]>([
  [{ victimContact: { attempted: true } }, ['/data/victimContact/at', '/data/victimContact/outcome']],
  [{ victimContact: { attempted: true, at: '', outcome: 'x' } }, ['/data/victimContact/at']],
  [{ victimContact: { attempted: true, at: AT, outcome: 'x' } }, []],
  [{ victimContact: { attempted: true, at: '2026-11-20T21:30:00.001Z', outcome: 'x' } }, ['/data/victimContact/at']],
  [{ victimContact: { attempted: false, outcome: 'x' } }, ['/data/victimContact/notAttemptedReason']],
  [{ victimContact: { attempted: false, notAttemptedReason: 'He is in the room.' } }, []],
  [{ victimContact: { outcome: 'x' } }, ['/data/victimContact/attempted']],
  [{ victimContact: { notAttemptedReason: 'He is in the room.' } }, ['/data/victimContact/attempted']],
  [{ victimContact: {} }, ['/data/victimContact/attempted', '/data/victimContact/outcome']],
  [{ newInformation: 'None.' }, []],
  [{ newInformation: 'None.', checksRepeated: [] }, ['/data/newInformation']],
  [{ newInformation: '', checksRepeated: [' '] }, ['/data/newInformation']],
  [{ newInformation: 'None.', checksRepeated: ['None repeated'] }, ['/data/newInformation']],
  [{ newInformation: 'He is back.', checksRepeated: [] }, []],
  [{ interimSafeguarding: [''] }, ['/data/interimSafeguarding']],
  [{ interimSafeguarding: [], interimSafeguardingNoneReason: 'Not reached.' }, []],
  [{ thrive: { ...reassessment.thrive, harm: { change: '', rationale: 'x' } } }, ['/data/thrive/harm/change']],
  [{ thrive: { ...reassessment.thrive, harm: { change: 'unknown' } } }, ['/data/thrive/harm/rationale']],
  [{ thrive: { ...reassessment.thrive, harm: { change: 'unchanged' } } }, []],
  [{ thrive: { ...reassessment.thrive, harm: { change: 'increased', rationale: ' ' } } }, ['/data/thrive/harm/rationale']],
  [{ thrive: { ...reassessment.thrive, harm: {} } }, ['/data/thrive/harm/change', '/data/thrive/harm/rationale']],
  [{ elements: { prevention: { change: 'unchanged' } } }, []],
  [{ elements: { prevention: { change: 'decreased' } } }, ['/data/elements/prevention/rationale']],
  [{ decision: { ...reassessment.decision, approvedBy: { id: 'fim-1', role: '' } } }, ['/data/decision/approvedBy/role']],
  [{ nextReviewAt: '' }, ['/data/nextReviewAt']],
  [{ resourceAction: ' ' }, ['/data/resourceAction']],
])('%j leaves %j', (spoilt, issues) => expect(pointers(spoilt)).toEqual(issues))

describe('one sentence under every element', () => {
  const words = (rationale: string) => ({ change: 'unchanged' as const, rationale })
  const copied = Object.fromEntries(ELEMENTS.map((name) => [name, words('He is still outside.')]))
  const warnings = (thrive: Reassessment['thrive']) => reassessmentWarnings({ ...reassessment, thrive }).map(({ code }) => code)

  it('is told as a copy, however it is typed', () =>
    expect(warnings({ ...copied, harm: words(' HE IS STILL OUTSIDE') })).toEqual(['elements-copied']))
  it('is told as a copy where the others, unchanged, say nothing', () =>
    expect(warnings({ ...copied, harm: { change: 'unchanged' }, risk: words(''), engagement: words('No change.') })).toEqual([
      'elements-copied',
    ]))
  it('is no copy under two elements alone', () =>
    expect(warnings({ threat: words('He is still outside.'), harm: words('He is still outside.') })).toEqual([]))
  it('is no finding where one element says something of its own', () =>
    expect(warnings({ ...copied, harm: words('She has been hit.') })).toEqual([]))
  it.each(['No change.', 'Unchanged', 'None.', 'As before', ''])(
    'is no copy where it only says that nothing changed: %s',
    (said) => expect(warnings(Object.fromEntries(ELEMENTS.map((name) => [name, words(said)])))).toEqual([]),
  )
  it('keeps nothing from being answered', () => expect(reassessmentIssues({ ...reassessment, thrive: copied }, AT)).toEqual([]))
})
