/** The timers of a case in the words of the people who wait for them. */
import type { Timer } from '../engine/step/case.ts'
import { shortId } from './reading/nameDemands.ts'

type Named = Pick<Timer, 'machine' | 'deadline'>

/** `duties/referral/idva`; a crime's reference may have strokes of its own. */
function partsOf(machine: string): { readonly home: string; readonly name: string; readonly of: string | undefined } {
  const [home = '', name = '', ...rest] = machine.split('/')
  return { home, name, of: rest.length === 0 ? undefined : rest.join('/') }
}

/**
 * The deadline of a timer, as the contract names it, and who owes it; null for the clock of a demand or an escalating alert.
 */
export function clockOf({ machine, deadline }: Named): { readonly name: string; readonly words: string } | null {
  if (machine === 'incident') return { name: deadline, words: deadline }
  const { home, name, of } = partsOf(machine)
  if (home === 'matters') return { name: deadline, words: `${deadline} (${of})` }
  if (home !== 'duties' || deadline === 'climb') return null
  return { name, words: of === undefined ? name : `${name} (${of})` }
}

export function lapseInWords({ machine, deadline }: Named): string {
  if (machine === 'incident')
    return deadline === 'attendance' ? 'NOBODY HAS ARRIVED: attendance overdue' : 'attendance: the warning point'
  const { home, name, of } = partsOf(machine)
  if (home === 'demands') return `no answer to demand ${shortId(name)}`
  if (home === 'matters') return `${name} ${of}: ${deadline}`
  const what = of === undefined ? name : `${name} (${of})`
  if (name === 'next-review') return 'the next review is due'
  return deadline === 'climb' ? `${what}: still not done` : `${what}: not done in time`
}
