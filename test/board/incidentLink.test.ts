/** The link of a message: it leads to the incident on the board, after signing in, and changes nothing. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createBoard } from '../../src/board/board.ts'
import { ownPath } from '../../src/people/ownPath.ts'

let server: Server
let url: string
let signedIn: () => Promise<boolean>
beforeAll(async () => {
  const board = createBoard(() => signedIn())
  server = createServer((request, response) => board(request, response, () => response.writeHead(404).end()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))
beforeEach(() => {
  signedIn = async () => true
})

const ask = async (path: string, method = 'GET') => {
  const answer = await fetch(url + path, { method, redirect: 'manual' })
  return [answer.status, answer.headers.get('location')]
}

it.each([
  ['/incidents/WK-1', '/#/incident/WK-1'],
  ['/incidents/A%2F1%3F%26%23%22', '/#/incident/A%2F1%3F%26%23%22'],
  ['/incidents/(x)', '/#/incident/(x)'],
  ['/incidents/WK-1?utm=1', '/#/incident/WK-1'],
])('leads %s to %s', async (path, place) => {
  expect(await ask(path)).toEqual([303, place])
})

it('leads whoever is not signed in through the sign-in and back', async () => {
  signedIn = async () => false
  expect(await ask('/incidents/A%2F1')).toEqual([303, '/sign-in?to=%2Fincidents%2FA%252F1'])
  expect(ownPath('/incidents/A%2F1')).toBe('/incidents/A%2F1')
})

it('leads to the board, which says that the record is away', async () => {
  signedIn = () => Promise.reject(new Error('away'))
  expect(await ask('/incidents/WK-1')).toEqual([303, '/#/incident/WK-1'])
})

it.each(['/incidents', '/incidents/', '/incidents/WK-1/reassess', '/incidents/%zz'])('is no link: %s', async (path) => {
  expect((await ask(path))[0]).toBe(404)
})

it.each(['POST', 'PUT', 'DELETE'])('takes no %s', async (method) => {
  expect((await ask('/incidents/WK-1', method))[0]).toBe(404)
})
