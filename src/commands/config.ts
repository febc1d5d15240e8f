import { defineCommand, type CommandContext, type Options } from './command.ts'
import { check } from './config/check.ts'
import { printDocument } from './config/document.ts'
import { chosenList } from './config/lists.ts'

const options = {
  format: {
    type: 'string',
    value: 'FORMAT',
    choices: ['yaml', 'json', 'text', 'sarif'],
    description: 'yaml or json; with --check: text, json or sarif',
  },
  services: { type: 'boolean', description: 'Print the names of services, one a line' },
  volumes: { type: 'boolean', description: 'Print the names of volumes' },
  networks: { type: 'boolean', description: 'Print the names of networks' },
  images: { type: 'boolean', description: 'Print the images that services use' },
  models: { type: 'boolean', description: 'Print the models that services use' },
  profiles: { type: 'boolean', description: 'Print the profiles, active or not' },
  hash: {
    type: 'string',
    value: 'SERVICES',
    description: 'Print what decides whether a container is recreated; "*" or names with commas',
  },
  variables: {
    type: 'boolean',
    description: 'Print the variables of the files with their defaults',
  },
  environment: { type: 'boolean', description: 'Print the values that variables are replaced with' },
  check: {
    type: 'boolean',
    description: 'Print every problem of the files instead; exit code 10 if one is an error',
  },
  'no-interpolate': { type: 'boolean', description: 'Leave variables as they are written' },
  'no-normalize': { type: 'boolean', description: 'Add no default networks, names or dependencies' },
  'no-path-resolution': { type: 'boolean', description: 'Leave relative paths relative' },
  'no-consistency': { type: 'boolean', description: 'Let references to what is not defined pass' },
  'no-env-resolution': { type: 'boolean', description: 'Do not read the files of env_file' },
  'resolve-image-digests': { type: 'boolean', description: 'Pin image tags to the digests they have now' },
  'lock-image-digests': {
    type: 'boolean',
    description: 'Print an override file that keeps the images as they are now',
  },
  output: {
    type: 'string',
    short: 'o',
    value: 'FILE',
    description: 'Write to a file, not to standard output',
  },
  quiet: { type: 'boolean', short: 'q', description: 'Only check; print nothing' },
} as const satisfies Options

export type ConfigContext = CommandContext<typeof options>

/** `gantry config` */
export const config = defineCommand({
  arguments: '[SERVICE...]',
  description:
    'Reads the Compose files as "up" does and prints what they mean: files merged, variables replaced, short forms written out, defaults and names filled in. What it prints can be loaded again.\n\n' +
    'All problems of all files are told at once, each with its place; the exit code is then 10. With services named, they and what they depend on are printed.',
  options,
  examples: [
    { line: 'config', says: 'the whole project as it will run' },
    { line: 'config -q', says: 'check, and print nothing' },
    { line: 'config --services', says: 'names only' },
    { line: 'config --check --format sarif', says: 'problems for a code host' },
    { line: "config --hash '*'", says: 'the hash of every service' },
  ],
  run: async (context) => {
    if (context.options.check) return check(context)
    const list = chosenList(context.options)
    await (list ? printList(await list(context), context) : printDocument(context))
    return 0
  },
})

async function printList(text: string, { session }: ConfigContext): Promise<void> {
  session.stdout.write(text)
}
