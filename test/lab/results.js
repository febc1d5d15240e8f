import { readFileSync } from 'node:fs'

/** The test files in a report of vitest's; none where the suite did not come as far as to write one. */
export function resultsIn(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8')).testResults
  } catch {
    return []
  }
}
