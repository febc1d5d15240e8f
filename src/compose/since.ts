/** What a project asks for that an old engine cannot do: refused by name and place, before anything is touched. */
import { ProjectError, type Problem } from '../errors.ts'
import type { Attribute } from './attributes/attribute.ts'
import { attributes } from './attributes/index.ts'
import type { LoadedProject, Project } from './project.ts'
import type { Path } from './tree.ts'

/** An attribute in use that not every engine understands. */
export interface Requirement {
  /** From the root of the project. */
  readonly path: Path
  /** The first version of the Engine API that has it: `1.44`. */
  readonly since: string
}

/**
 * Throws a ProjectError that names, with its place, each attribute the engine is too old for: it would leave it out without a
 * word. The engine is only asked for its API version where something depends on it.
 */
export async function refuseTooNew(
  { project, placeOf }: Pick<LoadedProject, 'project' | 'placeOf'>,
  engine: { readonly info: () => Promise<{ readonly apiVersion: string }> },
): Promise<void> {
  const needed = requirements(project)
  if (needed.length === 0) return
  const { apiVersion } = await engine.info()
  const problems = needed
    .filter(({ since }) => minor(apiVersion) < minor(since))
    .map(({ path, since }): Problem => {
      const place = placeOf(path)
      return {
        severity: 'error',
        code: 'engine-too-old',
        message: `${nameOf(path)} needs an engine with API ${since} (Docker ${releases.get(since)}), and this one has ${apiVersion}`,
        hint: 'update the engine, or leave the attribute out',
        ...(place && { place }),
      }
    })
  if (problems.length > 0) throw new ProjectError(problems)
}

/** The attributes in use that not every engine understands, in the order of the records. */
export function requirements(project: Project): readonly Requirement[] {
  return dependent.flatMap(({ path, since }) =>
    matches(project, path.split('.')).flatMap((found) => {
      const version = typeof since === 'function' ? since(found.value) : since
      return version === undefined ? [] : [{ path: found.path, since: version }]
    }),
  )
}

const dependent = attributes.flatMap(({ path, since }: Attribute) =>
  since === undefined ? [] : [{ path, since }],
)

interface Match {
  readonly path: Path
  readonly value: unknown
}

/** The values at a pattern of attributes below a value: `*` any key, `[]` any item. */
function matches(value: unknown, [step, ...rest]: readonly string[], path: Path = []): readonly Match[] {
  if (value === undefined || value === null) return []
  if (step === undefined) return [{ path, value }]
  if (typeof value !== 'object') return []
  if (Array.isArray(value)) {
    return step === '[]' ? value.flatMap((item, index) => matches(item, rest, [...path, index])) : []
  }
  return Object.entries(value).flatMap(([key, item]) =>
    step === '*' || step === key ? matches(item, rest, [...path, key]) : [],
  )
}

/** `service "web": networks.front.gw_priority`. Lists are named without the number: the place says which. */
function nameOf([section, name, ...attribute]: Path): string {
  return `${String(section).replace(/s$/, '')} "${name}": ${attribute.filter((step) => typeof step === 'string').join('.')}`
}

function minor(version: string): number {
  return Number(version.split('.')[1])
}

/** API version → the release of Docker that brought it. */
const releases: ReadonlyMap<string, string> = new Map([
  ['1.41', '20.10'],
  ['1.42', '23.0'],
  ['1.43', '24.0'],
  ['1.44', '25.0'],
  ['1.45', '26.0'],
  ['1.46', '27.0'],
  ['1.47', '27.2'],
  ['1.48', '28.0'],
  ['1.49', '28.1'],
  ['1.50', '28.2'],
  ['1.51', '28.3'],
])
