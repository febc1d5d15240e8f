/** The options of every command: they stand before the command; those with a long name may stand after it as well. */
import { uiChoices } from '../ui/mode.ts'
import type { Options, Values } from './command.ts'

const progressModes = ['auto', 'tty', 'plain', 'json', 'quiet'] as const
const ansiModes = ['never', 'always', 'auto'] as const

/** The global options, in the order help shows them. */
export const globalOptions = {
  file: {
    type: 'list',
    short: 'f',
    value: 'FILE',
    description: 'Compose file; repeat it to merge several in order, "-" reads standard input',
  },
  'project-name': {
    type: 'string',
    short: 'p',
    value: 'NAME',
    description: 'Name of the project, in place of COMPOSE_PROJECT_NAME, "name:" or the folder',
  },
  'project-directory': {
    type: 'string',
    value: 'DIR',
    aliases: ['workdir'],
    description: 'What relative paths start from (default: the folder of the first Compose file)',
  },
  'env-file': {
    type: 'list',
    value: 'FILE',
    description: 'Variables for interpolation, in place of .env; repeatable, later files win',
  },
  profile: {
    type: 'list',
    value: 'NAME',
    description: 'Enable a profile; repeatable, "*" enables all',
  },
  progress: {
    type: 'string',
    value: 'MODE',
    choices: progressModes,
    env: 'COMPOSE_PROGRESS',
    description: 'As docker compose names the choices of --ui: auto, tty, plain, json, quiet',
  },
  ui: {
    type: 'string',
    value: 'MODE',
    choices: uiChoices,
    bare: 'dashboard',
    env: 'GANTRY_UI',
    description:
      'How a run is shown: auto, dashboard, inline, plain, reader (for screen readers), json, quiet; --ui alone is the dashboard',
  },
  ansi: {
    type: 'string',
    value: 'WHEN',
    choices: ansiModes,
    default: 'auto',
    env: 'COMPOSE_ANSI',
    description: 'When to use colours and cursor control: never, always, auto',
  },
  parallel: {
    type: 'number',
    value: 'N',
    env: 'COMPOSE_PARALLEL_LIMIT',
    description: 'At most N engine calls at once; without it as many as the engine sustains',
  },
  deadline: {
    type: 'string',
    value: 'DURATION',
    description: 'Give up when the whole command takes longer: 90s, 5m',
  },
  'lock-timeout': {
    type: 'string',
    value: 'DURATION',
    description: 'Wait no longer for another run of the same project; 0: not at all',
  },
  trace: {
    type: 'string',
    value: 'FILE',
    description: 'Write a timeline of the run to a file, for "timeline" and for chrome://tracing',
  },
  'dry-run': { type: 'boolean', description: 'Show what would be done, and do nothing' },
  compatibility: {
    type: 'boolean',
    env: 'COMPOSE_COMPATIBILITY',
    description: 'Name containers and images with "_" instead of "-", as docker-compose 1 did',
  },
  'all-resources': {
    type: 'boolean',
    description: 'Keep networks, volumes, configs and secrets that no service uses',
  },
  'insecure-registry': {
    type: 'list',
    value: 'REGISTRY',
    hidden: true,
    description: 'Speak to the registry of oci:// files without encryption',
  },
  'no-ansi': { type: 'boolean', hidden: true, description: 'Same as --ansi never' },
  verbose: { type: 'boolean', hidden: true, description: 'Show the stack of an unexpected error' },
} as const satisfies Options

export type Globals = Values<typeof globalOptions>

/** Options that print something instead of running the command. */
export const helpOption = {
  help: { type: 'boolean', short: 'h', description: 'Show this help' },
} as const satisfies Options

/** `--version`, which only the program has. */
export const versionOption = {
  version: { type: 'boolean', short: 'v', description: 'Show the version' },
} as const satisfies Options
