/** Percentiles, and numbers in a readable form. */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort()
  return sorted.length === 0 ? Number.NaN : sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]
}

export const count = (number) => Math.round(number).toLocaleString('en-GB')
const ms = (number) => (number < 10 ? number.toFixed(1) : count(number))
export const times = (number) => `${number.toFixed(2)} ×`
export const spread = (values) => [percentile(values, 0.5), percentile(values, 0.99), percentile(values, 1)].map(ms)
