import { gantryVersion } from './about.ts'
import { defineCommand } from './command.ts'
import { versionLine } from './instant.ts'

/** `gantry version`: needs neither files nor an engine. */
export const version = defineCommand({
  description: 'Shows the version of Gantry. Neither a Compose file nor an engine is needed.',
  options: {
    format: {
      type: 'string',
      short: 'f',
      value: 'FORMAT',
      choices: ['pretty', 'json'],
      default: 'pretty',
      description: 'pretty or json',
    },
    short: { type: 'boolean', description: 'Show the number alone' },
  },
  examples: [{ line: 'version --short', says: 'for scripts' }],
  standalone: true,
  run: async ({ options, session }) => {
    session.stdout.write(`${text(options)}\n`)
    return 0
  },
})

function text({ format, short }: { readonly format: string; readonly short: boolean }): string {
  if (short) return gantryVersion
  return format === 'json' ? JSON.stringify({ version: `v${gantryVersion}` }) : versionLine()
}
