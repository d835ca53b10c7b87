/** The same evenings without HTTP and database: the engine in memory, and below it the incident's machine alone. */
import { initialTransition, transition } from 'xstate'
import { incident } from '../../dist/machines/incident/index.js'
import { createMemoryStore } from '../../dist/src/engine/memoryStore.js'
import { recorder } from './crowd.mjs'
import { EVENING, event } from './events.mjs'

const EVENINGS = 2_000
const WARM_UP = 300

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
  const record = recorder({ store: createMemoryStore(at), pinned })
  const evening = async (name) => {
    for (const type of EVENING) await record([event(type, name, { at })])
  }
  for (let done = 0; done < WARM_UP; done++) await evening(`W-${done}`)
  const began = performance.now()
  for (let done = 0; done < EVENINGS; done++) await evening(`E-${done}`)
  return perSecond(began)
}

const perSecond = (began) => (EVENINGS * EVENING.length * 1000) / (performance.now() - began)
