/** How commands take words that they do not know, and a reader who has read enough. */
import { fileURLToPath } from 'node:url'
import { launch, run } from '../support/built.ts'

it.each([
  ['an option that it does not have', ['start', '--unknown']],
  ['a word that it does not take', ['start', 'now']],
])('start answers %s with how it is called, and 2', async (_, words) => {
  expect(await run(words, {})).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('reassess start [--demo]') })
})

it('ends quietly when nobody reads on: reassess simulate FILE | head', async () => {
  const file = fileURLToPath(new URL('../scenarios/the-life-of-a-log.yaml', import.meta.url))
  const { child, ended, stderr } = launch(['simulate', ...Array.from({ length: 40 }, () => file)], {})
  child.stdout.once('data', () => child.stdout.destroy())
  expect({ code: await ended, stderr: stderr() }).toEqual({ code: 0, stderr: '' })
})
