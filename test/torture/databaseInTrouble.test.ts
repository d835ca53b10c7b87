/** PostgreSQL away, restarted, full, crowded, cut off: events are refused with 503 and sent again, and it carries on by itself. */
import { DATABASE_FAULTS } from './faults.ts'
import { rehearse } from './rehearse.ts'
import { mountSmallDisk } from './smallDisk.ts'

const disk = mountSmallDisk()
const { 'the disk of PostgreSQL is full': diskFull, ...faults } = DATABASE_FAULTS

await rehearse('under load', disk === null ? {} : { postgres: { under: disk.folder } }, (rehearsal) => {
  it.each(Object.entries(faults))('%s: nothing is lost, nothing is silent, nothing twice', async (_, fault) => {
    expect(await rehearsal.under(fault)).toEqual({ wrong: [], skipped: [] })
  })
  const itFills = disk === null ? it.skip : it
  itFills(`the disk of PostgreSQL is full${disk === null ? ' (skipped: no tmpfs can be mounted here)' : ''}`, async () => {
    expect(await rehearsal.under(diskFull)).toEqual({ wrong: [], skipped: [] })
  })
})
afterAll(() => disk?.remove())
