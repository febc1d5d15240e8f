/** Seconds in docker's words: `12 seconds`, `About a minute`, `3 days`. */
export function formatAge(seconds: number): string {
  const step = steps.find(({ below }) => seconds < below) ?? years
  return step.text(seconds)
}

interface Step {
  /** Seconds. */
  readonly below: number
  readonly text: (seconds: number) => string
}

const minute = 60
const hour = 3600
const day = 86_400
const years: Step = { below: Infinity, text: (seconds) => `${Math.floor(seconds / day / 365)} years` }

/** docker's steps; hours are rounded before days, weeks and months are counted from them. */
const steps: readonly Step[] = [
  { below: 1, text: () => 'Less than a second' },
  { below: 2, text: () => '1 second' },
  { below: minute, text: (seconds) => `${Math.floor(seconds)} seconds` },
  { below: 2 * minute, text: () => 'About a minute' },
  { below: hour, text: (seconds) => `${Math.floor(seconds / minute)} minutes` },
  { below: 1.5 * hour, text: () => 'About an hour' },
  { below: 47.5 * hour, text: (seconds) => `${hoursIn(seconds)} hours` },
  { below: 14 * day - hour / 2, text: (seconds) => `${Math.floor(hoursIn(seconds) / 24)} days` },
  { below: 60 * day - hour / 2, text: (seconds) => `${Math.floor(hoursIn(seconds) / 24 / 7)} weeks` },
  { below: 730 * day - hour / 2, text: (seconds) => `${Math.floor(hoursIn(seconds) / 24 / 30)} months` },
]

function hoursIn(seconds: number): number {
  return Math.floor(seconds / hour + 0.5)
}
