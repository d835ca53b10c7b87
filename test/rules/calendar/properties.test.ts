import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { schoolDue } from '../../../machines/rules/calendar/index.ts'
import { BY_WORKING_DAYS, CLOCKS, COUNTED, withHolidays, withSchoolShut } from './clocks.ts'
import { anyDate, anyInstant, LONDON } from './force.ts'

const clocks = Object.entries(CLOCKS)

describe.each(clocks)('%s', (_name, due) => {
  it('is never before its start, and an instant that is written as one', () => {
    fc.assert(
      fc.property(anyInstant, (start) => {
        const at = due(start, COUNTED)
        expect(at >= start).toBe(true)
        expect(new Date(at).toISOString()).toBe(at)
      }),
    )
  })

  it('of a later start is never earlier', () => {
    fc.assert(
      fc.property(anyInstant, fc.integer({ min: 0, max: 5 * 86_400_000 }), (start, by) => {
        const later = new Date(Date.parse(start) + by).toISOString()
        expect(due(later, COUNTED) >= due(start, COUNTED)).toBe(true)
      }),
    )
  })
})

const dayAfter = (start: string, days: number) => new Date(Date.parse(start) + days * 86_400_000).toISOString().slice(0, 10)

it.each(Object.entries(BY_WORKING_DAYS))('%s is never earlier for a day left out, nor later for one put back', (_name, due) => {
  const near = fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(anyInstant, near, anyDate, (start, days, far) => {
      const dates = [...days.map((days) => dayAfter(start, days)), far]
      const dues = [...dates.keys(), dates.length].map((count) => due(start, withHolidays(dates.slice(0, count))))
      expect(dues).toEqual([...dues].sort())
    }),
  )
})

it('a day on which a school is shut makes its morning no earlier', () => {
  fc.assert(
    fc.property(anyInstant, fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 20 }), (start, after, length) => {
      const shut = withSchoolShut(dayAfter(start, after), dayAfter(start, after + length))
      const [open, later] = [COUNTED, shut].map((force) => schoolDue(start, 'St Brigid', '08:00', force).dueBy)
      expect([open, later]).toEqual([open, later].sort())
    }),
  )
})

describe("the server's own zone", () => {
  const starts = fc.sample(anyInstant, { numRuns: 60, seed: 8 })
  const here = starts.map((start) => clocks.map(([, due]) => due(start, COUNTED)))

  it.each(['America/New_York', 'Pacific/Auckland', LONDON])('%s counts the same', (TZ) => {
    const typescript = new URL('../../support/typescript.mjs', import.meta.url).href
    const script = fileURLToPath(new URL('./countElsewhere.ts', import.meta.url))
    const said = execFileSync(process.execPath, ['--import', typescript, script], {
      env: { PATH: process.env.PATH, TZ },
      input: JSON.stringify(starts),
    })
    const { zone, counted } = JSON.parse(said.toString())
    expect(zone).toBe(TZ)
    expect(counted).toEqual(here)
  })
})
