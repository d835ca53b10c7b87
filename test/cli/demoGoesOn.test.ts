/** A second start of the demo ends what it plays by itself, and nothing that a visitor may be at work on. */

import { chanceFrom } from '../../src/cli/demo/chance.ts'
import { earlierOf } from '../../src/cli/demo/earlier.ts'
import { referenceAt } from '../../src/cli/demo/nightSayings.ts'
import type { Poster } from '../../src/cli/demo/poster.ts'
import { report } from '../../src/cli/demo/sayings.ts'

const ago = (hours: number): string => referenceAt(new Date(Date.now() - hours * 3_600_000))
const [PLAYED, OF_THE_NIGHT, OF_LAST_NIGHT] = [ago(1), ago(2), ago(20)]

const found = (open: readonly string[]) =>
  earlierOf({
    openIncidents: async () => open.map((incident) => ({ incident })),
    firstLine: async (incident: string) => ({ data: incident === PLAYED ? report(chanceFrom(1)) : { narrative: 'He is here.' } }),
  } as unknown as Poster)

it.each<[string, readonly string[], readonly string[], boolean]>([
  ['an incident of a visitor stays as it is', ['DM-77-1', 'MINE-1'], [], false],
  ['the night that is open goes on', [OF_THE_NIGHT, 'MINE-1'], [], true],
  ['what the evening played is ended', [PLAYED, OF_THE_NIGHT], [PLAYED], true],
  ['a night of yesterday is ended, and another begins', [OF_LAST_NIGHT, PLAYED], [OF_LAST_NIGHT, PLAYED], false],
])('%s', async (_, open, over, isNightOpen) => {
  const earlier = await found(open)
  expect([earlier.over.map(({ incident }) => incident), earlier.isNightOpen]).toEqual([over, isNightOpen])
})
