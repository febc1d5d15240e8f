/** The table of commands. Only the command that is asked for is loaded. */
import type { Command } from './command.ts'

/** The headings of `gantry --help`, in order. */
export const groups = [
  'Run a project',
  'Containers that exist',
  'Images',
  'See what runs',
  'Understand the files',
  'More',
] as const

export interface CommandEntry {
  readonly group: (typeof groups)[number]
  /** One line, for lists of commands. */
  readonly summary: string
  readonly load: () => Promise<Command>
}

/** By name; a name of two words is a command of a group: `env explain`. */
export const commands: ReadonlyMap<string, CommandEntry> = new Map<string, CommandEntry>([
  [
    'up',
    {
      group: 'Run a project',
      summary: 'Create and start what the files say',
      load: async () => (await import('./up.ts')).up,
    },
  ],
  [
    'down',
    {
      group: 'Run a project',
      summary: 'Stop and remove containers and networks',
      load: async () => (await import('./down.ts')).down,
    },
  ],
  [
    'plan',
    {
      group: 'Run a project',
      summary: 'Show what "up" would do, and why',
      load: async () => (await import('./plan.ts')).plan,
    },
  ],
  [
    'create',
    {
      group: 'Run a project',
      summary: 'Make containers without starting them',
      load: async () => (await import('./create.ts')).create,
    },
  ],
  [
    'scale',
    {
      group: 'Run a project',
      summary: 'Run a number of containers of a service',
      load: async () => (await import('./scale.ts')).scale,
    },
  ],
  [
    'start',
    {
      group: 'Containers that exist',
      summary: 'Start what stands still, dependencies first',
      load: async () => (await import('./start.ts')).start,
    },
  ],
  [
    'stop',
    {
      group: 'Containers that exist',
      summary: 'Stop what runs, and keep it',
      load: async () => (await import('./stop.ts')).stop,
    },
  ],
  [
    'restart',
    {
      group: 'Containers that exist',
      summary: 'Stop and start',
      load: async () => (await import('./restart.ts')).restart,
    },
  ],
  [
    'pause',
    {
      group: 'Containers that exist',
      summary: 'Freeze what runs',
      load: async () => (await import('./pause.ts')).pause,
    },
  ],
  [
    'unpause',
    {
      group: 'Containers that exist',
      summary: 'Let what is paused go on',
      load: async () => (await import('./unpause.ts')).unpause,
    },
  ],
  [
    'kill',
    {
      group: 'Containers that exist',
      summary: 'End at once, or send another signal',
      load: async () => (await import('./kill.ts')).kill,
    },
  ],
  [
    'rm',
    {
      group: 'Containers that exist',
      summary: 'Remove what has stopped',
      load: async () => (await import('./rm.ts')).rm,
    },
  ],
  [
    'pull',
    {
      group: 'Images',
      summary: 'Fetch the images of services',
      load: async () => (await import('./pull.ts')).pull,
    },
  ],
  [
    'build',
    {
      group: 'Images',
      summary: 'Build the images of services',
      load: async () => (await import('./build.ts')).build,
    },
  ],
  [
    'ps',
    {
      group: 'See what runs',
      summary: 'List the containers of a project',
      load: async () => (await import('./ps.ts')).ps,
    },
  ],
  [
    'ui',
    {
      group: 'See what runs',
      summary: 'Watch and steer a project in the dashboard',
      load: async () => (await import('./ui.ts')).ui,
    },
  ],
  [
    'logs',
    {
      group: 'See what runs',
      summary: 'Show the output of containers',
      load: async () => (await import('./logs.ts')).logs,
    },
  ],
  [
    'explain',
    {
      group: 'See what runs',
      summary: 'Tell why a service is in its state',
      load: async () => (await import('./explain.ts')).explain,
    },
  ],
  [
    'config',
    {
      group: 'Understand the files',
      summary: 'Check the Compose files and print what they mean',
      load: async () => (await import('./config.ts')).config,
    },
  ],
  [
    'env explain',
    {
      group: 'Understand the files',
      summary: 'Tell where a variable comes from, and where it goes',
      load: async () => (await import('./env-explain.ts')).envExplain,
    },
  ],
  [
    'graph',
    {
      group: 'Understand the files',
      summary: 'Show which service needs which, and in what state',
      load: async () => (await import('./graph.ts')).graph,
    },
  ],
  [
    'timeline',
    {
      group: 'More',
      summary: 'Draw the trace of a run: where the time went',
      load: async () => (await import('./timeline.ts')).timeline,
    },
  ],
  [
    'version',
    {
      group: 'More',
      summary: 'Show the version of Gantry',
      load: async () => (await import('./version.ts')).version,
    },
  ],
])
