// What the benchmarks share: the program to compare with, and how times are told.
import { execFileSync } from 'node:child_process'

/** The words that call docker compose: $REFERENCE_COMPOSE, or the plugin of the Docker CLI; undefined where there is none. */
export function findCompose() {
  if (process.env.REFERENCE_COMPOSE) return [process.env.REFERENCE_COMPOSE]
  try {
    execFileSync('docker', ['compose', 'version'], { stdio: 'ignore' })
    return ['docker', 'compose']
  } catch {
    return undefined
  }
}

export function median(list) {
  return list.toSorted((a, b) => a - b)[list.length >> 1]
}

export function ms(value) {
  return `${value.toFixed(0).padStart(5)} ms`
}
