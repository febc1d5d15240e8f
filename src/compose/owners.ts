/** Which service, network, … a path belongs to, in words. */
import type { Path } from './tree.ts'

const sections = new Map([
  ['services', 'service'],
  ['networks', 'network'],
  ['volumes', 'volume'],
  ['configs', 'config'],
  ['secrets', 'secret'],
  ['models', 'model'],
])

/** `service "web"` and the path below it: `build.args`, `ports[2].target`. Both empty at the top of the file. */
export function locate(path: Path): { readonly owner: string; readonly below: string } {
  const [section, name, ...rest] = path
  const noun = sections.get(String(section))
  if (noun === undefined || name === undefined) return { owner: '', below: joinPath(path) }
  return { owner: `${noun} "${name}"`, below: joinPath(rest) }
}

/** The word for one thing of a top-level section: `services` → `service`. */
export function sectionNoun(section: string): string | undefined {
  return sections.get(section)
}

function joinPath(path: Path): string {
  return path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : at === 0 ? step : `.${step}`))
    .join('')
}
