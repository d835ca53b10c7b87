import { RecordUnavailable } from '../../src/engine/ports.ts'
import { about, atEight, attendanceTimers, inWords, keyOf } from '../support/atEight.ts'
import { delayNoted, gradedP2, instant, logNoted, reported } from '../support/happenings.ts'
import { arrivedEvent, KEY } from '../support/incident.ts'

describe('a record that cannot be written', () => {
  it('accepts nothing, and takes the same events once it can', async () => {
    let isDown = false
    const { engine, store } = atEight((store) => ({
      ...store,
      commit: (changes) => (isDown ? Promise.reject(new RecordUnavailable('down')) : store.commit(changes)),
    }))
    await engine.record([arrivedEvent(reported('20:00'), 'report')])
    isDown = true
    const note = arrivedEvent(delayNoted('20:00'), 'note')
    await expect(engine.record([note])).rejects.toBeInstanceOf(RecordUnavailable)
    expect(store.entries(KEY)).toHaveLength(1)
    isDown = false
    expect((await engine.record([note])).map(inWords)).toEqual(['accepted'])
  })

  it('turns away what is more than a lane will hold: an import fills its own room, and what is due is never turned away', async () => {
    let open = (): void => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    let isShut = false
    const { engine, store } = atEight((store) => ({
      ...store,
      load: async (...asked) => {
        if (isShut) await gate
        return store.load(...asked)
      },
    }))
    await engine.record(gradedP2('20:00').map((posted, place) => arrivedEvent(posted, `e${place}`)))
    store.setNow(instant('20:45'))
    isShut = true
    const notes = (from: number, count: number) =>
      Array.from({ length: count }, (_, number) => ({
        ...arrivedEvent(logNoted('20:00'), `note-${from + number}`),
        reference: 'WK-9',
      }))
    const batch = engine.record(notes(0, 9_999))
    await expect(engine.record(notes(10_000, 2))).rejects.toMatchObject({ code: 'too-busy' })
    const singles = notes(20_000, 9_999).map((note) => engine.record([note]))
    const last = engine.record([about('WK-2', reported('20:00'), 'report')])
    await expect(engine.record(notes(40_000, 1))).rejects.toMatchObject({ code: 'too-busy' })
    const asleep = Array.from({ length: 10_000 }, (_, number) => ({ ...keyOf('WK-9'), timer: `t${number}` }))
    const superseded = engine.fireTimers(asleep)
    const fired = engine.fireTimers(attendanceTimers(store))
    open()
    expect((await fired).filter((outcome) => outcome === 'fired')).toHaveLength(1)
    expect(await superseded).toHaveLength(10_000)
    expect((await last).map(inWords)).toEqual(['accepted'])
    expect(new Set((await Promise.all([batch, ...singles])).flat().map(inWords))).toEqual(new Set(['unknown-incident']))
    expect((await engine.record([about('WK-3', reported('20:00'), 'another')])).map(inWords)).toEqual(['accepted'])
  })
})
