/** Versions of the Engine API, written `1.44`. */

/** The newest version whose answers we know. */
export const newest = '1.51'
/** Older engines lack too much; Docker's own client stops here too. */
export const oldest = '1.40'

/** True when `version` is `least` or newer. */
export function atLeast(version: string, least: string): boolean {
  const [major, minor] = parts(version)
  const [leastMajor, leastMinor] = parts(least)
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
}

/** The older of the two. */
export function older(a: string, b: string): string {
  return atLeast(a, b) ? b : a
}

function parts(version: string): readonly [number, number] {
  const [major = '0', minor = '0'] = version.split('.')
  return [Number(major), Number(minor)]
}
