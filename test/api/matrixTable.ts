/** The tables of `matrix.test.ts` and `pagesMatrix.test.ts`: how they are read, and who asks in each of their columns. */
import { ROLES } from '../../machines/rules/vocabulary.ts'
import { SECRET } from '../support/restrictedRecord.ts'
import { useStore } from '../support/store.ts'
import { AS, type As, type Ask, askInMemory, askOnRecord, type Route, rolesOf } from './matrixWays.ts'

export interface Column {
  /** Null for a way that is the same for every role: it asks as a supervisor. */
  readonly roles: readonly As[] | null
  readonly ask: () => Ask
  /** What the answer may tell: of the incident, of its contents; or that it exists, and nothing else. */
  readonly tells: (route: Route) => 'everything' | 'that it exists' | 'nothing'
}

const everything = () => 'everything' as const
const nothing = () => 'nothing' as const
const existence = () => 'that it exists' as const
/** Who breaks the glass opens the incident, and no list. */
const theIncident = ({ path }: Route) => (path.startsWith('/v1/incidents/{ref}') ? 'everything' : 'that it exists')

/** The columns of each table, in their order, over the API in memory and over a real record. */
export function useWays() {
  const $ = useStore()
  let memory: Awaited<ReturnType<typeof askInMemory>>
  let record: Awaited<ReturnType<typeof askOnRecord>>
  beforeAll(async () => {
    memory = await askInMemory()
    record = await askOnRecord($)
  })
  afterAll(async () => {
    await memory.stop()
    await record.stop()
  })
  beforeEach(() => memory.forget())
  return {
    app: () => memory.app,
    'with a key': {
      'own force': { roles: AS, tells: everything, ask: () => memory.ownForce },
      'other force': { roles: AS, tells: nothing, ask: () => memory.otherForce },
      'no key': { roles: null, tells: nothing, ask: () => memory.noKey },
      withdrawn: { roles: null, tells: nothing, ask: () => memory.withdrawn },
      expired: { roles: null, tells: nothing, ask: () => memory.expired },
    },
    'with a session': {
      'signed in': { roles: AS, tells: everything, ask: () => record.signedIn },
      'without the token': { roles: AS, tells: everything, ask: () => record.withoutToken },
      'key withdrawn': { roles: null, tells: nothing, ask: () => record.keyWithdrawn },
      idle: { roles: null, tells: nothing, ask: () => record.idle },
      over: { roles: null, tells: nothing, ask: () => record.over },
      'signed out': { roles: null, tells: nothing, ask: () => record.signedOut },
    },
    'of a restricted incident': {
      key: { roles: AS, tells: existence, ask: () => record.restrictedToKey },
      'not named': { roles: AS, tells: existence, ask: () => record.restrictedToPerson },
      "key's session": { roles: null, tells: existence, ask: () => record.restrictedToNamed },
      reader: { roles: AS, tells: everything, ask: () => record.reader },
      'reader, reason': { roles: AS, tells: everything, ask: () => record.readerWithReason },
      'breaks the glass': { roles: AS, tells: theIncident, ask: () => record.glassBroken },
    },
  } satisfies { app: unknown } & Record<string, unknown>
}

/** A stream has no end: what it begins with is enough. */
async function textOf(answer: Response): Promise<string> {
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer.text()
  await answer.body?.cancel()
  return ''
}

export interface Row {
  readonly route: Route
  readonly cells: readonly (readonly number[])[]
}
const columnsOf = (line: string): readonly string[] => line.split('|').map((cell) => cell.trim())
/** The first line names the ways, the second the roles. */
export const rowsOf = (table: string): readonly Row[] =>
  table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) => {
      const [, method = '', path = '', rest = ''] = /^(\S+) +(\S+) +(.*)$/.exec(line) ?? []
      return { route: { method, path }, cells: columnsOf(rest).map((cell) => cell.split(/\s+/).map(Number)) }
    })

/** A test for each cell, and that none is left out. */
export function askEachCell(table: string, ways: Readonly<Record<string, Column>>): void {
  const rows = rowsOf(table)

  it('has a cell for every role and way', () => {
    expect(AS.flatMap(rolesOf).sort()).toEqual([...ROLES].sort())
    expect(columnsOf(table.trim().split('\n')[0] ?? '')).toEqual(Object.keys(ways))
    const widths = Object.values(ways).map(({ roles }) => roles?.length ?? 1)
    expect(rows.filter(({ cells }) => String(cells.map((cell) => cell.length)) !== String(widths))).toEqual([])
  })

  describe.each(rows)('$route.method $route.path', ({ route, cells }) => {
    it.each(Object.entries(ways).map(([way, column], place) => [way, column, cells[place] ?? []] as const))(
      '%s',
      async (_, { roles, ask, tells }, statuses) => {
        const asked = (roles ?? ['supervisor' as const]).flatMap((as, place) =>
          rolesOf(as).map((role) => [role, statuses[place]] as const),
        )
        const answers = await Promise.all(
          asked.map(async ([role]) => {
            const answer = await ask()(route, role)
            return { role, status: answer.status, isOk: answer.ok, text: await textOf(answer) }
          }),
        )
        expect(answers.map(({ role, status }) => [role, status])).toEqual(asked)
        for (const { isOk, text } of answers) {
          const told = isOk ? tells(route) : 'that it exists'
          if (told !== 'everything') expect(text).not.toContain(SECRET)
          if (tells(route) === 'nothing' && !/^\/(docs|openapi|asyncapi)/.test(route.path)) expect(text).not.toMatch(/"WK-[1O]/)
        }
      },
      15_000,
    )
  })
}
