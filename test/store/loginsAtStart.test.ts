/** The logins when a store opens: what a start mends, what it refuses, and what a right that is lost in between answers. */
import { RecordUnavailable } from '../../src/engine/ports.ts'
import { LoginMayNot } from '../../src/store/connection/faults.ts'
import { newestMigration } from '../../src/store/connection/migrate.ts'
import { migrateAsOwner } from '../../src/store/logins/prepareSchema.ts'
import { createStore } from '../../src/store/store.ts'
import { changeOf } from '../support/changes.ts'
import { asked, nameIn, type ThreeLogins } from '../support/logins.ts'
import { OURS, THEIRS, useTwoForces } from '../support/twoForces.ts'

const $ = useTwoForces()

describe('a login that lost its rights', () => {
  it('answers that the record is unavailable, and is named; an empty list would say that nothing is owed', async () => {
    const lost = await $.otherLogins()
    const said: string[] = []
    const one = await $.openStore(lost, { denied: (login) => said.push(login) })
    await one.commit([changeOf('WK-1', 0)])
    const page = { limit: 50 }
    const list = () => one.incidents(OURS, { openOnly: false }, page)
    expect((await list()).items).toHaveLength(1)
    await asked(lost.owner, `revoke select on reassess.cases from ${nameIn(lost.reader)}`)
    await expect(list()).rejects.toBeInstanceOf(RecordUnavailable)
    await expect(list()).rejects.toMatchObject({
      login: nameIn(lost.reader),
      message: expect.stringContaining(nameIn(lost.reader)),
    })
    await expect(one.reading.loadOf(OURS, ['WK-1'])).rejects.toBeInstanceOf(LoginMayNot)
    await asked(lost.owner, `revoke insert on reassess.entries from ${nameIn(lost.engine)}`)
    await expect(one.commit([changeOf('WK-2', 0)])).rejects.toBeInstanceOf(LoginMayNot)
    expect(new Set(said)).toEqual(new Set([nameIn(lost.reader), nameIn(lost.engine)]))
    // And a migration mends it.
    await migrateAsOwner(lost)
    expect((await list()).items).toHaveLength(1)
  })

  it.each([
    ['a policy that is gone', 'drop policy reader on reassess.alerts', 'reassess.alerts lacks the policy of the reader'],
    [
      'a table that parts no forces',
      'alter table reassess.contents disable row level security',
      'reassess.contents does not part forces',
    ],
    [
      'a policy that shows everything',
      'create policy everything on reassess.cases for select using (true)',
      'reassess.cases has a policy everything',
    ],
    ['a right to remove lines', 'grant delete on reassess.contents to public', 'may delete in reassess.contents'],
    ['a right of the reader that is gone', 'revoke usage on schema reassess from reader', 'may not use the schema reassess'],
  ])('is refused at the start where nobody migrates, and mended where the owner does: %s', async (_, change, said) => {
    const lost = await $.otherLogins()
    await migrateAsOwner(lost)
    await asked(lost.owner, change.replace('from reader', `from ${nameIn(lost.reader)}`))
    const refused = $.openStore(lost, { owner: null })
    await expect(refused).rejects.toMatchObject({ code: 'rights-differ', message: expect.stringContaining(said) })
    await expect(refused).rejects.toThrow('run reassess migrate')
    await migrateAsOwner(lost)
    await $.openStore(lost, { owner: null })
  })

  it('is not mended where it comes through another role', async () => {
    const lost = await $.otherLogins()
    await migrateAsOwner(lost)
    await asked(lost.superuser, `grant pg_write_all_data to ${nameIn(lost.reader)}`)
    await expect(migrateAsOwner(lost)).rejects.toMatchObject({ code: 'rights-differ' })
    await asked(
      lost.superuser,
      `revoke pg_write_all_data from ${nameIn(lost.reader)}; grant ${nameIn(lost.owner)} to ${nameIn(lost.engine)}`,
    )
    await expect(migrateAsOwner(lost)).rejects.toThrow('owns the schema reassess, or is a member of its owner')
  })
})

describe('the schema', () => {
  it('is brought up to date by the owner alone; without the owner a start says what to do', async () => {
    const fresh = await $.otherLogins()
    await expect($.openStore(fresh, { owner: null })).rejects.toMatchObject({
      code: 'schema-behind',
      message: `The database has no schema, and this release needs version ${newestMigration()}: run reassess migrate.`,
    })
    expect(await migrateAsOwner(fresh)).toMatchObject({ from: 0, to: newestMigration() })
    await asked(fresh.owner, `delete from reassess.schema_version where version > 22`)
    await expect($.openStore(fresh, { owner: null })).rejects.toThrow(
      `The schema is at version 22, and this release needs version ${newestMigration()}: run reassess migrate.`,
    )
  })

  it('is opened by the engine alone, for a command, and by one login as before', async () => {
    const one = await createStore({ connectionString: $.logins.engine, logins: { owner: null, reader: null } })
    expect(await one.issuedKeys()).toHaveLength(2)
    await one.close()
    const alone = await createStore({ connectionString: $.logins.engine })
    expect((await alone.incidents(THEIRS, { openOnly: false }, { limit: 5 })).items).toHaveLength(1)
    await alone.close()
  })
})

describe('logins that are not three are refused in one line', () => {
  const said = async (given: ThreeLogins): Promise<string> => {
    const error = await $.openStore(given).catch((thrown: Error) => thrown)
    expect(error).toHaveProperty('code', 'logins-unusable')
    return (error as Error).message
  }
  it('one login twice', async () => {
    expect(await said({ ...$.logins, reader: $.logins.engine })).toMatch(
      /^DATABASE_URL and DATABASE_READER_URL name the same login \w+/,
    )
    expect(await said({ ...$.logins, engine: $.logins.owner })).toMatch(
      /^DATABASE_OWNER_URL and DATABASE_URL name the same login/,
    )
  })
  it('a login that nothing holds back', async () => {
    expect(await said({ ...$.logins, engine: $.logins.superuser })).toMatch(/^DATABASE_URL: login postgres is a superuser/)
  })
  it('another database', async () => {
    const elsewhere = await $.otherLogins()
    expect(await said({ ...$.logins, reader: elsewhere.reader })).toContain('lead to different databases')
  })
  it('a reader that cannot be reached, which is named', async () => {
    const url = new URL($.logins.reader)
    url.password = 'wrong'
    await expect($.openStore({ ...$.logins, reader: url.href })).rejects.toThrow(/^DATABASE_READER_URL: .*28P01/)
  })
})
