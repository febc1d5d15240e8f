import { UsageError } from '../errors.ts'
import { nearest } from '../util/nearest.ts'
import { defineCommand } from './command.ts'
import type { Explanation } from './env/explanation.ts'
import { reachOf } from './env/reach.ts'
import { interpolationSources } from './env/sources.ts'
import { formatExplanation } from './env/text.ts'
import { usesOf } from './env/uses.ts'
import { formatOption } from './format-option.ts'
import type { Session } from './session.ts'

/** `gantry env explain` */
export const envExplain = defineCommand({
  arguments: 'VARIABLE [SERVICE]',
  description:
    'Tells where a variable comes from: every source in order and the one that counts, the places of the Compose files in which it stands, and whether it reaches containers.\n\n' +
    'A variable of .env replaces ${…} in the files; it reaches a container only through "environment" or "env_file" of the service.',
  options: formatOption,
  examples: [
    { line: 'env explain TAG', says: 'what ${TAG} becomes, and why' },
    { line: 'env explain DEBUG web', says: 'what the containers of web get' },
  ],
  run: async ({ options, operands: [variable = '', service], session }) => {
    const explanation = await explain(session, variable, service)
    session.stdout.write(
      options.format === 'json'
        ? `${JSON.stringify(explanation, undefined, 2)}\n`
        : formatExplanation(explanation),
    )
    return 0
  },
})

async function explain(session: Session, variable: string, service?: string): Promise<Explanation> {
  const options = await session.loadOptions()
  const loaded = await session.load()
  const written = await session.load({ skip: { envResolution: true } })
  const { root } = await session.loadModel({
    skip: { interpolation: true, normalization: true, pathResolution: true, validation: true },
  })
  if (service !== undefined && !Object.hasOwn(loaded.project.services, service)) {
    const near = nearest(service, Object.keys(loaded.project.services))
    throw new UsageError(`the project has no service "${service}"`, {
      ...(near !== undefined && { hint: `did you mean "${near}"?` }),
    })
  }
  const value = loaded.environment[variable]
  const containers = await reachOf({ variable, options, loaded, written })
  return {
    variable,
    ...(value !== undefined && { value }),
    sources: await interpolationSources({ variable, shell: session.shell, options, loaded }),
    uses: usesOf(variable, root, session.cwd),
    containers: containers.filter((one) => service === undefined || one.service === service),
  }
}
