import { pino } from 'pino'
import { plus } from '../../machines/rules/time/instants.ts'
import { sayUnfired } from '../../src/cli/serving/sayUnfired.ts'

it('names the incident and where it broke, not what the error quotes', () => {
  const said: string[] = []
  const log = pino({}, { write: (line: string) => void said.push(line) })
  try {
    plus('2026-11-20T20:00:00.000Z', 'Mrs Jones is upstairs', 'Europe/London')
  } catch (error) {
    sayUnfired(log, { awaitCase: async () => null })(error, { force: 'warwickshire', reference: 'WK-1' })
  }
  expect(said).toHaveLength(1)
  expect(JSON.parse(said[0] ?? '')).toMatchObject({
    msg: 'a timer could not be fired',
    incident: 'WK-1',
    name: 'Error',
    code: 'deadline-not-finite',
    at: expect.arrayContaining([expect.stringContaining('instants.ts')]),
  })
  expect(said[0]).not.toContain('Jones')
})
