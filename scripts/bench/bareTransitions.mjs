/** The same evenings without HTTP and database: the engine in memory, and below it the incident's machine alone. */
import { randomBytes } from 'node:crypto'
import { initialTransition, transition } from 'xstate'
import { incident } from '../../dist/machines/incident/index.js'
import { createEngine } from '../../dist/src/engine/createEngine.js'
import { createMemoryStore } from '../../dist/src/engine/memoryStore.js'
import { EVENING, event, FORCE } from './events.mjs'

const EVENINGS = 2_000
const WARM_UP = 300
const actor = { key: 'bench', role: 'supervisor' }

export async function bareTransitions(pinned) {
  return { xstate: onlyTheMachine(pinned), engine: await inMemory(pinned) }
}

function onlyTheMachine({ policy }) {
  const at = new Date().toISOString()
  const events = EVENING.map((type) => ({ type, at, recordedAt: at, data: event(type, 'X-1', { at }).data }))
  const [reported, ...rest] = events
  const evening = () => {
    let [snapshot] = initialTransition(incident, { reference: 'X-1', policy, data: reported.data, at, recordedAt: at })
    for (const one of rest) [snapshot] = transition(incident, snapshot, one)
  }
  for (let done = 0; done < WARM_UP; done++) evening()
  const began = performance.now()
  for (let done = 0; done < EVENINGS; done++) evening()
  return perSecond(began)
}

async function inMemory(pinned) {
  const at = new Date().toISOString()
  const engine = createEngine({
    store: createMemoryStore(at),
    alarms: { ring() {} },
    policy: pinned,
    salt: () => randomBytes(32).toString('hex'),
    failed(error) {
      throw error
    },
  })
  const evening = async (name) => {
    for (const type of EVENING) {
      const { id, source, data } = event(type, name, { at })
      const [outcome] = await engine.record([{ force: FORCE, reference: name, source, id, type, at, data, actor }])
      if (outcome.status !== 'accepted') throw new Error(`${type} was ${JSON.stringify(outcome)}`)
    }
  }
  for (let done = 0; done < WARM_UP; done++) await evening(`W-${done}`)
  const began = performance.now()
  for (let done = 0; done < EVENINGS; done++) await evening(`E-${done}`)
  return perSecond(began)
}

const perSecond = (began) => (EVENINGS * EVENING.length * 1000) / (performance.now() - began)
