import { createHash } from 'node:crypto'
import { PolicyChanged } from '../../src/store/policies.ts'
import { useStore } from '../support/store.ts'

const $ = useStore()

/** A policy's content as its file says it, under a hash of the test's own. */
const policy = (content: object, hash: string) => ({ id: 'ours', version: 3, hash, canonical: JSON.stringify(content) })
const sha = (text: string): string => createHash('sha256').update(text).digest('hex')
const pinned = async () =>
  (await $.database.query<{ hash: string }>("select hash from reassess.policies where id = 'ours' order by hash")).map(
    ({ hash }) => hash,
  )

it('takes other calendars under the same version, and keeps each: the first was pinned before there were any', async () => {
  await $.store.pinPolicy(policy({ answer: 5 }, sha('{"answer":5}')))
  await $.store.pinPolicy(policy({ answer: 5, calendars: { schools: {} } }, 'b'))
  await $.store.pinPolicy(policy({ calendars: { schools: { 'St Brigid': {} } }, answer: 5 }, 'c'))
  await $.store.pinPolicy(policy({ answer: 5, calendars: { schools: {} } }, 'b'))
  expect(await pinned()).toEqual([sha('{"answer":5}'), 'b', 'c'].sort())
  expect(await $.store.policyByHash('b')).toBe('{"answer":5,"calendars":{"schools":{}}}')
})

it('refuses anything else that changed, with calendars and without, and keeps nothing of it', async () => {
  const before = await pinned()
  await expect($.store.pinPolicy(policy({ answer: 10, calendars: { schools: {} } }, 'd'))).rejects.toBeInstanceOf(PolicyChanged)
  await expect($.store.pinPolicy(policy({ answer: 10 }, 'e'))).rejects.toBeInstanceOf(PolicyChanged)
  expect(await pinned()).toEqual(before)
})

it('lets one of two win that start at once with different content', async () => {
  const two = [1, 2].map((answer) => $.store.pinPolicy({ ...policy({ answer, calendars: {} }, `both-${answer}`), version: 4 }))
  const won = (await Promise.allSettled(two)).map(({ status }) => status)
  expect(won.sort()).toEqual(['fulfilled', 'rejected'])
})
