/**
 * Who may open what page, in every role and way, as `matrix.test.ts` has it for the API. A browser that is signed out is led to `/sign-in`.
 * A page shows what the API answers the same caller, so that a row differs from its reads only where a page asks for something first.
 */
import { PAGES } from '../../src/board/pages/index.ts'
import { askEachCell, rowsOf, useWays } from './matrixTable.ts'

const KEYS = `
                               own force               | other force             | no key | withdrawn | expired
                               cr  of  su  ha  au  ad  | cr  of  su  ha  au  ad  |        |           |
GET  /sign-in                  200 200 200 200 200 200 | 200 200 200 200 200 200 | 200    | 200       | 200
GET  /                         200 200 200 200 200 403 | 200 200 200 200 200 403 | 303    | 401       | 401
GET  /incidents/{ref}          200 200 200 200 200 403 | 404 404 404 404 404 403 | 303    | 401       | 401
GET  /reassessments            403 403 200 403 200 403 | 403 403 200 403 200 403 | 303    | 401       | 401
GET  /reassessments/{ref}/{sequence} 403 403 404 403 404 403 | 403 403 404 403 404 403 | 303    | 401       | 401
POST /reassessments/{ref}/{sequence} 403 403 404 403 404 403 | 403 403 404 403 404 403 | 401    | 401       | 401
GET  /approvals                403 403 200 403 200 403 | 403 403 200 403 200 403 | 303    | 401       | 401
POST /approvals                403 403 422 403 422 403 | 403 403 422 403 422 403 | 401    | 401       | 401
GET  /handover                 403 403 200 403 200 403 | 403 403 200 403 200 403 | 303    | 401       | 401
POST /handover                 403 403 422 403 422 403 | 403 403 422 403 422 403 | 401    | 401       | 401
GET  /handover/{id}            403 403 404 403 404 403 | 403 403 404 403 404 403 | 303    | 401       | 401
POST /handover/{id}            403 403 404 403 404 403 | 403 403 404 403 404 403 | 401    | 401       | 401
GET  /meeting                  403 403 200 200 200 403 | 403 403 200 200 200 403 | 303    | 401       | 401
GET  /registers                403 403 200 200 200 403 | 403 403 200 200 200 403 | 303    | 401       | 401
GET  /registers/{name}         403 403 200 200 200 403 | 403 403 200 200 200 403 | 303    | 401       | 401
GET  /registers/{name}.csv     403 403 200 200 200 403 | 403 403 200 200 200 403 | 303    | 401       | 401
POST /registers/{name}.csv     403 403 200 200 200 403 | 403 403 200 200 200 403 | 401    | 401       | 401
`

const SESSIONS = `
                               signed in               | without the token       | key withdrawn | idle | over | signed out
                               cr  of  su  ha  au  ad  | cr  of  su  ha  au  ad  |               |      |      |
GET  /sign-in                  200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200  | 200  | 200
GET  /                         200 200 200 200 200 403 | 200 200 200 200 200 403 | 303           | 303  | 303  | 303
GET  /incidents/{ref}          200 200 200 200 200 403 | 200 200 200 200 200 403 | 303           | 303  | 303  | 303
GET  /reassessments            403 403 200 403 200 403 | 403 403 200 403 200 403 | 303           | 303  | 303  | 303
GET  /reassessments/{ref}/{sequence} 403 403 404 403 404 403 | 403 403 404 403 404 403 | 303           | 303  | 303  | 303
POST /reassessments/{ref}/{sequence} 403 403 404 403 404 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
GET  /approvals                403 403 200 403 200 403 | 403 403 200 403 200 403 | 303           | 303  | 303  | 303
POST /approvals                403 403 422 403 422 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
GET  /handover                 403 403 200 403 200 403 | 403 403 200 403 200 403 | 303           | 303  | 303  | 303
POST /handover                 403 403 422 403 422 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
GET  /handover/{id}            403 403 404 403 404 403 | 403 403 404 403 404 403 | 303           | 303  | 303  | 303
POST /handover/{id}            403 403 404 403 404 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
GET  /meeting                  403 403 200 200 200 403 | 403 403 200 200 200 403 | 303           | 303  | 303  | 303
GET  /registers                403 403 200 200 200 403 | 403 403 200 200 200 403 | 303           | 303  | 303  | 303
GET  /registers/{name}         403 403 200 200 200 403 | 403 403 200 200 200 403 | 303           | 303  | 303  | 303
GET  /registers/{name}.csv     403 403 200 200 200 403 | 403 403 200 200 200 403 | 303           | 303  | 303  | 303
POST /registers/{name}.csv     403 403 200 200 200 403 | 403 403 403 403 403 403 | 401           | 401  | 401  | 401
`

const RESTRICTED = `
                               key                     | not named               | key's session | reader                  | reader, reason          | breaks the glass
                               cr  of  su  ha  au  ad  | cr  of  su  ha  au  ad  |               | cr  of  su  ha  au  ad  | cr  of  su  ha  au  ad  | cr  of  su  ha  au  ad
GET  /sign-in                  200 200 200 200 200 200 | 200 200 200 200 200 200 | 200           | 200 200 200 200 200 200 | 200 200 200 200 200 200 | 200 200 200 200 200 200
GET  /                         200 200 200 200 200 403 | 200 200 200 200 200 403 | 200           | 200 200 200 200 200 403 | 200 200 200 200 200 403 | 200 200 200 200 200 403
GET  /incidents/{ref}          403 403 403 403 403 403 | 403 403 403 403 403 403 | 403           | 422 422 422 422 422 403 | 422 422 422 422 422 403 | 403 403 403 403 403 403
GET  /reassessments            403 403 200 403 200 403 | 403 403 200 403 200 403 | 200           | 403 403 200 403 200 403 | 403 403 200 403 200 403 | 403 403 200 403 200 403
GET  /reassessments/{ref}/{sequence} 403 403 404 403 404 403 | 403 403 404 403 404 403 | 404           | 403 403 404 403 404 403 | 403 403 404 403 404 403 | 403 403 404 403 404 403
POST /reassessments/{ref}/{sequence} 403 403 404 403 404 403 | 403 403 404 403 404 403 | 404           | 403 403 404 403 404 403 | 403 403 404 403 404 403 | 403 403 404 403 404 403
GET  /approvals                403 403 200 403 200 403 | 403 403 200 403 200 403 | 200           | 403 403 200 403 200 403 | 403 403 200 403 200 403 | 403 403 200 403 200 403
POST /approvals                403 403 422 403 422 403 | 403 403 422 403 422 403 | 422           | 403 403 422 403 422 403 | 403 403 422 403 422 403 | 403 403 422 403 422 403
GET  /handover                 403 403 200 403 200 403 | 403 403 200 403 200 403 | 200           | 403 403 200 403 200 403 | 403 403 200 403 200 403 | 403 403 200 403 200 403
POST /handover                 403 403 422 403 422 403 | 403 403 422 403 422 403 | 422           | 403 403 422 403 422 403 | 403 403 422 403 422 403 | 403 403 422 403 422 403
GET  /handover/{id}            403 403 404 403 404 403 | 403 403 404 403 404 403 | 404           | 403 403 404 403 404 403 | 403 403 404 403 404 403 | 403 403 404 403 404 403
POST /handover/{id}            403 403 404 403 404 403 | 403 403 404 403 404 403 | 404           | 403 403 404 403 404 403 | 403 403 404 403 404 403 | 403 403 404 403 404 403
GET  /meeting                  403 403 200 200 200 403 | 403 403 200 200 200 403 | 200           | 403 403 200 200 200 403 | 403 403 200 200 200 403 | 403 403 200 200 200 403
GET  /registers                403 403 200 200 200 403 | 403 403 200 200 200 403 | 200           | 403 403 200 200 200 403 | 403 403 200 200 200 403 | 403 403 200 200 200 403
GET  /registers/{name}         403 403 200 200 200 403 | 403 403 200 200 200 403 | 200           | 403 403 200 200 200 403 | 403 403 200 200 200 403 | 403 403 200 200 200 403
GET  /registers/{name}.csv     403 403 200 200 200 403 | 403 403 200 200 200 403 | 200           | 403 403 200 200 200 403 | 403 403 200 200 200 403 | 403 403 200 200 200 403
POST /registers/{name}.csv     403 403 200 200 200 403 | 403 403 200 200 200 403 | 200           | 403 403 200 200 200 403 | 403 403 200 200 200 403 | 403 403 200 200 200 403
`

const ways = useWays()
const named = PAGES.flatMap(({ path, get, post }) => {
  const written = path.replaceAll(/:(\w+)/g, '{$1}')
  return [...(get ? [`GET ${written}`] : []), ...(post ? [`POST ${written}`] : [])]
})

describe.each([
  ['with a key', KEYS],
  ['with a session', SESSIONS],
  ['of a restricted incident', RESTRICTED],
] as const)('%s', (name, table) => {
  it('has a row for every page', () => {
    const rows = rowsOf(table).map(({ route }) => `${route.method} ${route.path}`)
    expect(rows.sort()).toEqual(['GET /sign-in', ...named].sort())
  })

  askEachCell(table, ways[name])
})
