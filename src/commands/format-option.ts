import type { Options } from './command.ts'

/** `--format`, of commands that tell people, or scripts. */
export const formatOption = {
  format: {
    type: 'string',
    value: 'FORMAT',
    choices: ['text', 'json'],
    default: 'text',
    description: 'text or json',
  },
} as const satisfies Options
