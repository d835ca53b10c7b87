/** What a victim is told and when, as she asked to be told, and whether she is supported: the Victims' Code. */
import { exampleEvent } from '../../src/api/openapi/examples.ts'
import { afterwards, warned, wrong } from '../support/afterwards.ts'
import { policyWith } from '../support/incident.ts'

const code = (change: object = {}) => policyWith({ victimsCode: { ...policyWith().policy.victimsCode, ...change } })
const dealt = { how: 'arrested', suspect: 'P-2', reason: 'He was there.' }

describe('what she has to be told', () => {
  it.each([
    ['a Friday night', 'enhanced', '2026-11-20T22:00:00Z', '2026-11-23T23:59:59.999Z'],
    ['a Monday', 'enhanced', '2026-11-23T09:00:00Z', '2026-11-24T23:59:59.999Z'],
    ['a Friday night', 'standard', '2026-11-20T22:00:00Z', '2026-11-27T23:59:59.999Z'],
    ['the day before Christmas Eve', 'enhanced', '2026-12-23T12:00:00Z', '2026-12-24T23:59:59.999Z'],
    ['Christmas Eve', 'enhanced', '2026-12-24T12:00:00Z', '2026-12-29T23:59:59.999Z'],
    ['Christmas Eve', 'standard', '2026-12-24T12:00:00Z', '2027-01-05T23:59:59.999Z'],
    ['the Saturday before the clocks go forward', 'enhanced', '2027-03-27T22:00:00Z', '2027-03-30T22:59:59.999Z'],
    ['Maundy Thursday', 'standard', '2027-03-25T12:00:00Z', '2027-04-05T22:59:59.999Z'],
    ['the Saturday before the clocks go back', 'enhanced', '2027-10-30T22:00:00Z', '2027-11-01T23:59:59.999Z'],
  ])('is due in working days: after %s, with %s rights', async (_, rights, at, dueAt) => {
    const { post, deadlines } = await afterwards(code({ rights, enhancedFlags: [] }))
    await post('suspect.dealt-with', at, dealt)
    expect(await deadlines('victim-update')).toMatchObject([{ dueAt, status: 'pending' }])
  })

  it('is each thing by itself: told of the arrest she has not been told of the release', async () => {
    const { post, owed, matter } = await afterwards(code())
    await post('suspect.dealt-with', '2026-11-23T09:00:00Z', dealt)
    await post('suspect.dealt-with', '2026-11-23T18:00:00Z', { ...dealt, how: 'released-under-investigation' })
    await post('victim.updated', '2026-11-23T18:30:00Z', { about: 'arrest' })
    expect(owed('victim-update')).toEqual({ 'P-1/arrest/P-2': 'met', 'P-1/release/P-2': 'pending' })
    expect(await matter('P-1')).toMatchObject({ facts: { updates: 1, updatedAt: '2026-11-23T18:30:00.000Z' } })
  })

  it('is due sooner where her rights are enhanced by what was found of her', async () => {
    // The THRIVE found her vulnerable.
    const { post, deadlines } = await afterwards(code({ rights: 'standard' }))
    await post('suspect.dealt-with', '2026-11-20T22:00:00Z', dealt)
    expect(await deadlines('victim-update')).toMatchObject([{ dueAt: '2026-11-23T23:59:59.999Z' }])
  })

  it('is counted: in time, late, not wanted, tried', async () => {
    const { post, matter, owed } = await afterwards(code())
    await post('suspect.dealt-with', '2026-11-23T09:00:00Z', dealt)
    await post('suspect.dealt-with', '2026-11-23T09:30:00Z', { ...dealt, how: 'voluntary-attendance', suspect: 'P-8' })
    await post('suspect.dealt-with', '2026-11-23T18:00:00Z', { ...dealt, how: 'released-under-investigation' })
    await post('suspect.dealt-with', '2026-11-23T18:05:00Z', { ...dealt, how: 'charged', suspect: 'P-9' })
    await post('victim.updated', '2026-11-23T18:30:00Z', { about: 'arrest' })
    await post('victim.not-updated', '2026-11-24T18:00:00Z', { about: 'release' })
    await post('victim.not-updated', '2026-11-25T09:00:00Z', { about: 'release', because: 'not-safe' })
    await post('victim.updated', '2026-11-25T10:00:00Z', { about: 'release' })
    await post('victim.not-updated', '2026-11-25T10:01:00Z', { about: 'interview', suspect: 'P-8', because: 'declined' })
    expect((await matter('P-1'))?.facts).toMatchObject({
      updatesDue: 4,
      updatesInTime: 1,
      updatesLate: 1,
      updatesDeclined: 1,
      attempts: 2,
      attemptedAt: '2026-11-25T09:00:00.000Z',
      waitingFor: [{ about: 'charge', suspect: 'P-9', since: '2026-11-23T18:05:00.000Z', dueAt: '2026-11-24T23:59:59.999Z' }],
    })
    expect(owed('victim-update')).toEqual({
      'P-1/arrest/P-2': 'met',
      'P-1/interview/P-8': 'late',
      'P-1/release/P-2': 'late',
      'P-1/charge/P-9': 'climbing',
    })
  })

  it('is told to each victim, and one telling is not the other', async () => {
    const { post, owed } = await afterwards(code())
    await post('person.identified', '2026-11-20T21:00:00Z', { person: { role: 'victim', personRef: 'P-5' } })
    await post('suspect.dealt-with', '2026-11-23T09:00:00Z', dealt)
    await post('victim.updated', '2026-11-23T18:30:00Z', { about: 'arrest' })
    expect(owed('victim-update')).toEqual({ 'P-1/arrest/P-2': 'met', 'P-5/arrest/P-2': 'pending' })
  })

  it('is settled for a victim whom nobody has named by telling whoever she turns out to be', async () => {
    const { post, owed, matter } = await afterwards(code(), [])
    await post('suspect.dealt-with', '2026-11-23T09:00:00Z', dealt)
    expect(owed('victim-update')).toEqual({ 'unnamed/arrest/P-2': 'pending' })
    await post('victim.updated', '2026-11-23T18:30:00Z', { about: 'arrest' })
    expect(owed('victim-update')).toEqual({ 'unnamed/arrest/P-2': 'met' })
    expect((await matter('unnamed'))?.facts).toMatchObject({ updatesDue: 1, updatesInTime: 1 })
  })

  it('is not settled for a second victim, whom nobody has named, by telling the first', async () => {
    const { post, owed } = await afterwards(code(), [{ role: 'victim', personRef: 'P-1' }, { role: 'victim' }])
    await post('suspect.dealt-with', '2026-11-23T09:00:00Z', dealt)
    await post('victim.updated', '2026-11-23T10:00:00Z', { about: 'arrest' })
    expect(owed('victim-update')).toEqual({ 'P-1/arrest/P-2': 'met', 'unnamed/arrest/P-2': 'pending' })
    await post('victim.updated', '2026-11-23T11:00:00Z', { about: 'arrest', victim: 'unnamed' })
    expect(owed('victim-update')).toEqual({ 'P-1/arrest/P-2': 'met', 'unnamed/arrest/P-2': 'met' })
  })

  it('is owed to the victim who was identified, and what waited before that is settled with her', async () => {
    const { post, owed, deadlines } = await afterwards(code(), [{ role: 'victim' }])
    await post('crime.recorded', '2026-11-23T08:00:00Z')
    await post('suspect.dealt-with', '2026-11-23T09:00:00Z', dealt)
    await post('person.identified', '2026-11-23T09:30:00Z')
    await post('suspect.dealt-with', '2026-11-23T10:00:00Z', { ...dealt, how: 'charged' })
    expect(owed('victim-update')).toEqual({ 'unnamed/arrest/P-2': 'pending', 'P-1/charge/P-2': 'pending' })
    await post('victim.updated', '2026-11-23T11:00:00Z', { about: 'arrest' })
    expect(owed('victim-update')).toEqual({ 'unnamed/arrest/P-2': 'met', 'P-1/charge/P-2': 'pending' })
    await post('victim.support-declined', '2026-11-23T12:00:00Z')
    expect(await deadlines('victim-support')).toMatchObject([{ status: 'cancelled' }])
  })

  it('is settled by an update that names no suspect only where a single suspect fits', async () => {
    const { post, owed } = await afterwards(code())
    await post('suspect.dealt-with', '2026-11-23T09:00:00Z', dealt)
    await post('suspect.dealt-with', '2026-11-23T09:30:00Z', { ...dealt, suspect: 'P-8' })
    await post('victim.updated', '2026-11-23T10:00:00Z', { about: 'arrest', suspect: undefined })
    expect(owed('victim-update')).toEqual({ 'P-1/arrest/P-2': 'pending', 'P-1/arrest/P-8': 'pending' })
    await post('victim.updated', '2026-11-23T10:05:00Z', { about: 'arrest' })
    await post('victim.updated', '2026-11-23T10:10:00Z', { about: 'arrest', suspect: undefined })
    expect(owed('victim-update')).toEqual({ 'P-1/arrest/P-2': 'met', 'P-1/arrest/P-8': 'met' })
  })

  it('is settled by late news of an update that was in time', async () => {
    const { post, passes, alerts, deadlines } = await afterwards(code())
    await post('suspect.dealt-with', '2026-11-23T09:00:00Z', dealt)
    await passes('2026-11-25T09:00:00Z')
    expect(await alerts()).toContain('victim-update-overdue')
    await post('victim.updated', '2026-11-24T10:00:00Z', {}, '2026-11-25T09:30:00Z')
    expect(await alerts()).not.toContain('victim-update-overdue')
    expect(await deadlines('victim-update')).toMatchObject([{ status: 'met' }])
  })

  it('is owed for bail and each change of its conditions, once where both forms say it', async () => {
    const { post, owed } = await afterwards(code())
    await post('suspect.dealt-with', '2026-11-23T09:00:00Z', { ...dealt, how: 'bailed' })
    const bail = exampleEvent('bail.granted').data as { suspect: string; bail: string }
    await post('bail.granted', '2026-11-23T09:05:00Z', { suspect: 'P-2', arrestedAt: '2026-11-22T20:00:00Z' })
    await post('bail.varied', '2026-11-24T09:00:00Z', { bail: bail.bail })
    expect(owed('victim-update')).toEqual({ 'P-1/bail/P-2': 'pending', 'P-1/conditions/P-2': 'pending' })
  })

  const BAIL = { bail: 'B1', suspect: 'P-2', arrestedAt: '2026-11-22T20:00:00Z' }
  it.each([
    ['charged', 'charge'],
    ['released-under-investigation', 'release'],
    ['no-further-action', 'no-charge'],
    ['cancelled', 'bail-ended'],
  ])('of bail that ends because he is %s is %s, whichever form says it, and once', async (because, about) => {
    const { post, owed, matter } = await afterwards(code())
    await post('bail.granted', '2026-11-23T09:05:00Z', BAIL)
    await post('victim.updated', '2026-11-23T10:00:00Z', { about: 'bail' })
    await post('bail.ended', '2026-12-01T09:00:00Z', { bail: 'B1', because })
    expect(owed('victim-update')).toEqual({ 'P-1/bail/P-2': 'met', [`P-1/${about}/P-2`]: 'pending' })
    await post('victim.updated', '2026-12-01T10:00:00Z', { about })
    if (because === 'charged' || because === 'released-under-investigation')
      await post('suspect.dealt-with', '2026-12-01T11:00:00Z', { ...dealt, how: because })
    expect(owed('victim-update')[`P-1/${about}/P-2`]).toBe('met')
    expect((await matter('P-1'))?.facts).toMatchObject({ updatesDue: 2, waitingFor: [] })
  })

  it('of bail that lapsed is that it is over; that it is cancelled then is nothing new', async () => {
    const { post, passes, owed } = await afterwards(code())
    await post('bail.granted', '2026-11-23T09:05:00Z', { ...BAIL, endsAt: '2026-12-23T12:00:00Z' })
    await post('victim.updated', '2026-11-23T10:00:00Z', { about: 'bail' })
    await passes('2026-12-23T12:00:00Z')
    expect(owed('victim-update')['P-1/bail-ended/P-2']).toBe('pending')
    await post('victim.updated', '2026-12-23T13:00:00Z', { about: 'bail-ended' })
    await post('bail.ended', '2026-12-23T14:00:00Z', { bail: 'B1', because: 'cancelled' })
    expect(owed('victim-update')['P-1/bail-ended/P-2']).toBe('met')
  })

  it.each([
    [1, 'charge'],
    [15, 'no-charge'],
    [18, 'no-investigation'],
    [21, 'no-investigation'],
  ])('of outcome %i is %s', async (outcome, about) => {
    const { post, owed } = await afterwards(code({ support: undefined }))
    await post('crime.recorded', '2026-11-20T21:00:00Z')
    await post('crime.outcome', '2026-11-23T09:00:00Z', { code: outcome })
    expect(owed('victim-update')).toEqual({ [`P-1/${about}/unnamed`]: 'pending' })
  })

  it('of no crime is that nobody investigates it', async () => {
    const { post, owed } = await afterwards(code())
    await post('crime.not-recorded', '2026-11-20T21:00:00Z')
    expect(owed('victim-update')).toEqual({ 'P-1/no-investigation/unnamed': 'pending' })
    await post('victim.updated', '2026-11-20T21:05:00Z', { about: 'no-investigation', suspect: undefined })
    expect(owed('victim-update')).toEqual({ 'P-1/no-investigation/unnamed': 'met' })
  })

  it('of the outcome is what she was told of the suspect; a charge of another a week later is not', async () => {
    const { post, owed } = await afterwards(code({ support: undefined }))
    await post('crime.recorded', '2026-11-20T21:00:00Z')
    await post('suspect.dealt-with', '2026-11-23T09:00:00Z', { ...dealt, how: 'charged' })
    await post('victim.updated', '2026-11-23T10:00:00Z', { about: 'charge' })
    await post('crime.outcome', '2026-11-24T09:00:00Z', { code: 1 })
    expect(owed('victim-update')).toEqual({ 'P-1/charge/P-2': 'met' })
    await post('suspect.dealt-with', '2026-12-01T09:00:00Z', { ...dealt, how: 'charged', suspect: 'P-8' })
    expect(owed('victim-update')).toEqual({ 'P-1/charge/P-2': 'met', 'P-1/charge/P-8': 'pending' })
  })

  it('is nothing that an older policy asks for, nor where nothing was done', async () => {
    const older = await afterwards(policyWith({ victimsCode: undefined }))
    await older.post('suspect.dealt-with', '2026-11-23T09:00:00Z', dealt)
    await older.post('crime.recorded', '2026-11-23T10:00:00Z')
    expect(await older.deadlines('victim-update')).toEqual([])
    expect(await older.deadlines('victim-support')).toEqual([])
    expect(await older.matter('P-1')).toBeUndefined()
    const newer = await afterwards(code())
    await newer.post('suspect.dealt-with', '2026-11-23T09:00:00Z', { ...dealt, how: 'outstanding' })
    expect(await newer.deadlines('victim-update')).toEqual([])
  })
})

describe('her preference', () => {
  it('is the last that she said, by the clock on her wall in summer too', async () => {
    const { post } = await afterwards(code())
    await post('victim.preferred', '2026-11-23T09:00:00Z', { channels: ['telephone'], safeHours: { from: '09:30', to: '14:30' } })
    expect(warned(await post('victim.updated', '2026-11-23T14:30:00Z'))).toEqual([])
    expect(warned(await post('victim.updated', '2026-11-23T14:31:00Z'))).toEqual(['not-in-safe-hours'])
    expect(warned(await post('victim.updated', '2027-07-01T08:30:00Z'))).toEqual([])
    expect(warned(await post('victim.updated', '2027-07-01T08:31:00Z', { channel: 'letter' }))).toEqual(['not-her-channel'])
    await post('victim.preferred', '2027-07-02T09:00:00Z', { channels: ['letter'], safeHours: undefined })
    await post('victim.preferred', '2027-07-01T09:00:00Z', { channels: ['text'] }, '2027-07-02T10:00:00Z')
    expect(warned(await post('victim.updated', '2027-07-03T02:00:00Z', { channel: 'letter' }))).toEqual([])
  })

  it.each([
    ['victim.preferred', { channels: [] }, ['/data/channels']],
    ['victim.preferred', { channels: ['07700 900123'] }, ['/data/channels/0']],
    ['victim.preferred', { safeHours: { from: '14:00', to: '9:00' } }, ['/data/safeHours/to']],
    ['victim.preferred', { safeHours: { from: '14:00', to: '09:00' } }, ['/data/safeHours/to']],
    ['victim.updated', { about: 'the arrest', channel: undefined }, ['/data/about', '/data/channel']],
  ] as const)('is refused where %s says %j', (type, change, pointers) => {
    expect(wrong(type, change).sort()).toEqual([...pointers].sort())
  })
})

describe('support', () => {
  it.each([
    ['a Monday', '2026-11-23T09:00:00Z', '2026-11-25T23:59:59.999Z'],
    ['a Friday night', '2026-11-20T22:00:00Z', '2026-11-24T23:59:59.999Z'],
    ['Christmas Eve', '2026-12-24T12:00:00Z', '2026-12-30T23:59:59.999Z'],
    ['Maundy Thursday, before the clocks go forward', '2027-03-25T12:00:00Z', '2027-03-31T22:59:59.999Z'],
    ['the Friday before the clocks go back', '2027-10-29T12:00:00Z', '2027-11-02T23:59:59.999Z'],
  ])('is owed two working days after another crime came to light: on %s', async (_, at, dueAt) => {
    const { post, deadlines } = await afterwards(code())
    await post('crime.recorded', '2026-11-20T20:30:00Z', { offenceAt: undefined })
    await post('victim.support-declined', '2026-11-20T20:31:00Z')
    await post('crime.recorded', at, { crimeRef: 'C/2', offenceAt: undefined })
    expect(await deadlines('victim-support')).toMatchObject([{ dueAt, status: 'pending' }])
  })

  it.each(['2026-11-20T20:30:00Z', '2026-11-23T09:00:00Z', '2026-11-24T23:59:59Z'])(
    'is owed two working days after the report, whenever the crime is recorded: at %s',
    async (at) => {
      const { post, passes, deadlines } = await afterwards(code())
      await post('crime.recorded', at, { offenceAt: undefined })
      // The report was on a Friday night.
      expect(await deadlines('victim-support')).toMatchObject([{ dueAt: '2026-11-24T23:59:59.999Z', status: 'pending' }])
      await passes('2026-11-25T00:00:00Z')
      expect(await deadlines('victim-support')).toMatchObject([{ status: 'missed' }])
    },
  )

  it('is settled by a referral to any who gives it, before the crime or after it, and by no other', async () => {
    const { post, deadlines, matter } = await afterwards(code())
    await post('crime.recorded', '2026-11-23T09:00:00Z')
    await post('dash.submitted', '2026-11-23T09:01:00Z')
    await post('dash.reviewed', '2026-11-23T09:02:00Z')
    await post('hau.received', '2026-11-23T09:03:00Z')
    await post('referral.made', '2026-11-23T09:04:00Z', { partner: 'daro' })
    expect(await deadlines('victim-support')).toMatchObject([{ status: 'pending' }])
    await post('referral.made', '2026-11-23T09:05:00Z', { partner: 'idva' })
    expect(await deadlines('victim-support')).toMatchObject([{ status: 'met' }])
    await post('crime.recorded', '2026-11-24T09:00:00Z', { crimeRef: 'C/2' })
    expect((await matter('P-1'))?.facts).toMatchObject({
      support: 'referred',
      supportPartner: 'idva',
      supportFor: ['23/1234/26', 'C/2'],
      supportBy: null,
    })
  })

  it('that is withdrawn is owed anew, unless another has her', async () => {
    const { post, deadlines, matter } = await afterwards(code())
    await post('crime.recorded', '2026-11-23T09:00:00Z')
    await post('dash.submitted', '2026-11-23T09:01:00Z')
    await post('dash.reviewed', '2026-11-23T09:02:00Z')
    await post('hau.received', '2026-11-23T09:03:00Z')
    await post('referral.made', '2026-11-23T09:05:00Z', { partner: 'idva' })
    await post('referral.made', '2026-11-23T09:06:00Z', { partner: 'victim-support' })
    await post('referral.withdrawn', '2026-11-24T09:00:00Z', { partner: 'idva' })
    expect((await matter('P-1'))?.facts).toMatchObject({ support: 'referred', supportPartner: 'victim-support' })
    await post('referral.withdrawn', '2026-11-24T10:00:00Z', { partner: 'victim-support' })
    expect((await matter('P-1'))?.facts).toMatchObject({ support: 'owed', supportPartner: null })
    expect(await deadlines('victim-support')).toMatchObject([{ dueAt: '2026-11-26T23:59:59.999Z', status: 'pending' }])
  })

  it('is hers to decline: nobody asks her again of the same crime, and of another somebody does', async () => {
    const { post, passes, alerts, deadlines, matter } = await afterwards(code())
    await post('crime.recorded', '2026-11-23T09:00:00Z')
    await passes('2026-11-26T09:00:00Z')
    expect(await alerts()).toContain('victim-support-overdue')
    await post('victim.support-declined', '2026-11-26T10:00:00Z')
    expect(await alerts()).not.toContain('victim-support-overdue')
    await post('crime.recorded', '2026-11-26T11:00:00Z')
    expect((await matter('P-1'))?.facts).toMatchObject({ support: 'declined', supportFor: ['23/1234/26'] })
    await post('crime.recorded', '2026-11-27T11:00:00Z', { crimeRef: 'C/2' })
    expect(await deadlines('victim-support')).toMatchObject([{ dueAt: '2026-12-01T23:59:59.999Z', status: 'pending' }])
  })

  it.each([
    ['victim.not-updated', { because: 'no answer', channel: undefined }, ['/data/because', '/data/channel']],
    ['victim.not-updated', { about: 'everything' }, ['/data/about']],
    ['victim.support-declined', { victim: '', reason: 'She has a sister' }, ['/data/reason', '/data/victim']],
    ['victim.support-declined', { by: undefined }, ['/data/by']],
  ] as const)('and what was not told: refused where %s says %j', (type, change, pointers) => {
    expect(wrong(type, change).sort()).toEqual([...pointers].sort())
  })
})
