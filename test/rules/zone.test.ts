import fc from 'fast-check'
import { IANAZone } from 'luxon'
import { zoneOf } from '../../machines/rules/time/zone.ts'

it('remembers what the calendar says, to the last minute before a clock change, wherever it is asked', () => {
  const changes = ['2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2027-03-28T01:00:00Z'].map((at) => Date.parse(at))
  const near = fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -7_200_000, max: 7_200_000 })).map(([at, by]) => at + by)
  const ever = fc.integer({ min: Date.parse('1980-01-01'), max: Date.parse('2060-01-01') })
  const names = fc.constantFrom('Europe/London', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe')
  fc.assert(
    fc.property(fc.oneof(near, ever), names, (at, name) => {
      expect(zoneOf(name).offset(at)).toBe(IANAZone.create(name).offset(at))
      expect(zoneOf(name).offset(at)).toBe(IANAZone.create(name).offset(at))
    }),
    { numRuns: 500 },
  )
})

it('knows an unknown zone', () => expect(zoneOf('Europe/Londres').isValid).toBe(false))
