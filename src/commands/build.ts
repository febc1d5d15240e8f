import { refuseUnsupported } from '../compose/unsupported.ts'
import { GantryError, UsageError } from '../errors.ts'
import { observeFor } from '../execute/observe.ts'
import { parseBytes } from '../compose/attributes/grammar/bytes.ts'
import { desiredState } from '../plan/desired.ts'
import { buildPlan } from '../plan/image-plans.ts'
import { defineCommand, type CommandContext, type Options, type Values } from './command.ts'
import { runImages } from './images-run.ts'
import { both } from './prepare.ts'

/** What needs a session with BuildKit, or a builder of its own, which Gantry does not have. */
const refused = {
  push: { type: 'boolean', hidden: true, description: 'Not supported' },
  check: { type: 'boolean', hidden: true, description: 'Not supported' },
  print: { type: 'boolean', hidden: true, description: 'Not supported' },
  ssh: { type: 'string', value: 'KEY', hidden: true, description: 'Not supported' },
  builder: { type: 'string', value: 'NAME', hidden: true, description: 'Not supported' },
  sbom: { type: 'string', value: 'VALUE', hidden: true, description: 'Not supported' },
  provenance: { type: 'string', value: 'VALUE', hidden: true, description: 'Not supported' },
} as const satisfies Options

const options = {
  'build-arg': {
    type: 'list',
    value: 'NAME[=VALUE]',
    description: 'An argument of the build, over those of the files; without a value from the environment',
  },
  'no-cache': { type: 'boolean', description: 'Do every step of the build again' },
  pull: { type: 'boolean', description: 'Look for newer base images' },
  quiet: { type: 'boolean', short: 'q', description: 'Show no output of the builds' },
  'with-dependencies': { type: 'boolean', description: 'Also what the named services depend on' },
  memory: {
    type: 'string',
    short: 'm',
    value: 'BYTES',
    default: '0',
    description: 'Memory that a build may use, as 512m; BuildKit does not know this limit',
  },
  compress: { type: 'boolean', hidden: true, description: 'No effect' },
  'force-rm': { type: 'boolean', hidden: true, description: 'No effect' },
  'no-rm': { type: 'boolean', hidden: true, description: 'No effect' },
  parallel: { type: 'boolean', hidden: true, description: 'No effect' },
  ...refused,
} as const satisfies Options

/** `gantry build`: builds the images of services. */
export const build = defineCommand({
  arguments: '[SERVICE...]',
  description: `Builds the images of services that have a build section, several at a time; services that build the same share one build. Containers stay what they are: "up" makes them anew where their image has changed.

The context is a folder, sent without what .dockerignore names, or a git repository: https://host/path.git#ref:folder.`,
  options,
  examples: [
    { line: 'build', says: 'build every image of the project' },
    { line: 'build --no-cache --pull web', says: 'build one anew, from the newest base image' },
    { line: 'build --build-arg VERSION=3 web', says: 'with another argument' },
  ],
  run,
})

async function run({ options: given, operands, session }: CommandContext<typeof options>): Promise<number> {
  refuseOptions(given)
  const memory = readMemory(given.memory)
  const request = { services: operands, withoutDependencies: !given['with-dependencies'] }
  const [loaded, engine] = await both(session.load(request), session.engine())
  refuseUnsupported(loaded, ({ path }) => path[2] === 'build')
  const desired = desiredState(loaded, { compatibility: session.globals.compatibility })
  const observed = await observeFor(desired, engine, session.signal)
  const plan = buildPlan(desired, {
    targets: operands,
    args: readArguments(given['build-arg'], loaded.environment),
    noCache: given['no-cache'],
    pull: given.pull,
    memory,
  })
  const unheard = memory > 0 && (await engine.info()).builderVersion === 2
  const warnings = unheard ? [...plan.warnings, memoryWarning] : plan.warnings
  return runImages(session, {
    engine,
    observed,
    plan: { ...plan, warnings },
    command: 'build',
    quiet: given.quiet,
  })
}

const memoryWarning = {
  code: 'no-memory-limit',
  message: '--memory has no effect: BuildKit, which builds here, does not know this limit',
}

function refuseOptions(given: Values<typeof options>): void {
  const found = Object.keys(refused).find((name) => {
    const value = given[name as keyof typeof refused]
    return value !== false && value !== undefined
  })
  if (found === undefined) return
  throw new GantryError(
    'not-supported',
    `--${found} is not supported: builds have no session with BuildKit`,
    {
      hint:
        hints.get(found) ?? `build with "docker buildx build --${found}", then run "gantry up --no-build"`,
    },
  )
}

const hints: ReadonlyMap<string, string> = new Map([
  ['push', 'build without it, then push with "docker push"'],
])

function readMemory(text: string): number {
  const bytes = Number(parseBytes(text) ?? NaN)
  if (!(bytes >= 0)) throw new UsageError(`--memory cannot be "${text}"`, { hint: 'for example 512m or 2g' })
  return bytes
}

/** `NAME` alone takes the variable's value, and is left out where there is none. */
function readArguments(
  written: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const pairs = written.flatMap((text) => {
    const [name = '', value = environment[name]] = text.split(/=(.*)/s)
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(pairs)
}
