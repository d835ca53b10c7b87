/** Whoever signed in is compared by issuer and subject, and by name always. */
import type { SignedIn } from '../../src/engine/step/case.ts'
import { decided, downgraded, gradedP2, instant, until } from '../support/happenings.ts'
import { arrivedEvent, KEY, policyWith, startNight } from '../support/incident.ts'
import { SIGNED_IN } from '../support/secondPerson.ts'

const person = (name: string, subject = name, issuer = 'https://idp.example'): SignedIn => ({ issuer, subject, name })

async function asked(asker: SignedIn, approver: SignedIn, by = approver.name) {
  const night = startNight(policyWith(SIGNED_IN))
  for (const happening of [...gradedP2('20:00'), until('20:50')]) await night.go(happening)
  const lowered = arrivedEvent(downgraded('20:50', 'P3'), 'asked')
  const actor = { key: 'session-1', role: 'force-incident-manager' as const, person: asker }
  const data = { ...lowered.data, by: { id: asker.name, role: 'force-incident-manager' } } as typeof lowered.data
  await night.engine.record([{ ...lowered, data, actor }])
  night.store.setNow(instant('20:55'))
  const given = arrivedEvent(decided('20:55', night.store.caseOf(KEY)?.version ?? 0, 'approved', { by }), 'given')
  const [outcome] = await night.engine.record([{ ...given, actor: { key: 'session-2', role: 'supervisor', person: approver } }])
  return outcome
}

it.each([
  ['of another person', person('sup-2')],
  ['of a person whom another provider calls by the same subject', person('sup-2', 'fim-1', 'https://other.example')],
])('takes the decision %s', async (_, approver) =>
  expect(await asked(person('fim-1'), approver)).toMatchObject({ status: 'accepted' }),
)

it.each<[string, SignedIn, string]>([
  ['of the same account under another name', person('sup-2', 'fim-1'), 'sup-2'],
  ['of another account under the same name', person('FIM-1', 'someone'), 'FIM-1'],
])('refuses the decision %s', async (_, approver, by) =>
  expect(await asked(person('fim-1'), approver, by)).toMatchObject({
    status: 'refused',
    problem: { code: 'downgrade-not-approved', errors: [{ pointer: '/data/by/id' }] },
  }),
)

it('refuses a decision that somebody enters for another person, however late', async () =>
  expect(await asked(person('fim-1'), person('sup-3'), 'sup-2')).toMatchObject({ problem: { code: 'not-yourself' } }))

it('refuses whoever entered it for the person who asked', async () => {
  const night = startNight(policyWith(SIGNED_IN))
  for (const happening of [...gradedP2('20:00'), until('20:50')]) await night.go(happening)
  const actor = { key: 'session-1', role: 'force-incident-manager' as const, person: person('sup-2') }
  await night.engine.record([{ ...arrivedEvent(downgraded('20:46', 'P3'), 'asked'), actor }])
  night.store.setNow(instant('20:55'))
  const outcome = await night.go(decided('20:55', night.store.caseOf(KEY)?.version ?? 0))
  expect(outcome).toMatchObject({ status: 'refused', problem: { code: 'downgrade-not-approved' } })
})
