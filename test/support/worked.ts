/**
 * How long this process worked, in milliseconds of the processor: for what must be refused or judged quickly. On a crowded
 * machine the wall clock says more of the others than of the work.
 */
export function workedMs(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000
}
