import { alert } from '../../../machines/alert/index.ts'
import { demand } from '../../../machines/demand/index.ts'
import { incident } from '../../../machines/incident/index.ts'
import { MATTERS } from '../../../machines/matters/index.ts'
import { obligation } from '../../../machines/obligation/index.ts'
import { type Chart, chartOf, partOf } from './model.ts'

export interface Drawn {
  readonly name: string
  /** Its purpose, in a sentence. */
  readonly about: string
  readonly chart: Chart
}

const MACHINES: readonly Drawn[] = [
  {
    name: 'incident',
    about: 'An incident from the report to its closing: seven regions side by side.',
    chart: chartOf(incident),
  },
  {
    name: 'demand',
    about: 'A demand for a risk reassessment. Unanswered, it escalates; at the top level it repeats, counted.',
    chart: chartOf(demand),
  },
  {
    name: 'obligation',
    about: 'An obligation with a deadline: a THRIVE, a grade, a DASH, a receipt, a referral.',
    chart: chartOf(obligation),
  },
  {
    name: 'alert',
    about: 'An alert. Acknowledging it stops nothing; only what it asks for resolves it.',
    chart: chartOf(alert),
  },
  ...Object.entries(MATTERS).map(([name, { about, machine }]) => ({ name, about, chart: chartOf(machine) })),
]

export const machines = (): readonly Drawn[] => MACHINES

/** A machine by name, or a region of it: `incident.attendance`. Null for an unknown name. */
export function machineOrRegion(name: string): Drawn | null {
  const [first, region, ...rest] = name.split('.')
  const machine = MACHINES.find((one) => one.name === first)
  if (machine === undefined || rest.length > 0) return null
  if (region === undefined) return machine
  const part = machine.chart.root.parallel ? partOf(machine.chart, region) : null
  return part === null ? null : { name, about: '', chart: part }
}

/** The regions of a parallel machine, each a chart of its own; else the machine itself. */
export const regionsOf = ({ name, about, chart }: Drawn): readonly Drawn[] =>
  chart.root.parallel
    ? chart.root.states.flatMap((region) => machineOrRegion(`${name}.${region.name}`) ?? [])
    : [{ name, about, chart }]
