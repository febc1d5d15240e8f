/**
 * Generated cases for properties, by fast-check. A gate that fails is to blame what changed, so it takes the same cases in every run;
 * `npm run fuzz` takes others, and fifty times as many.
 */
import { configureGlobal } from 'fast-check'
import { vi } from 'vitest'

export * from 'fast-check'

const fuzzed = Number(process.env['GANTRY_FUZZ'] ?? 0)
const times = Math.max(1, fuzzed)

configureGlobal({ numRuns: 100 * times, ...(fuzzed === 0 && { seed: 20_261_121 }) })
vi.setConfig({ testTimeout: 120_000 * times })

/** How many cases a property takes: so many in the gate. One that names no number takes 100 there. */
export function runs(count: number): number {
  return count * times
}
