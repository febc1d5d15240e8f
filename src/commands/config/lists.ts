/** The lists that `config` prints in place of the document. */
import { hashService } from '../../compose/hash.ts'
import type { Project } from '../../compose/project.ts'
import type { Service } from '../../compose/service.ts'
import type { ConfigContext, ListName } from '../config.ts'
import { loadRequest } from './request.ts'
import { variables } from './variables.ts'

/** Makes the text of a list. */
type List = (context: ConfigContext) => Promise<string>

/** What each of the options prints. */
export const lists: Readonly<Record<ListName, List>> = {
  services: async (context) => lines(Object.keys((await load(context)).services)),
  volumes: async (context) => lines(Object.keys((await load(context)).volumes)),
  networks: async (context) => lines(Object.keys((await load(context)).networks)),
  models: async (context) => lines(Object.values((await load(context)).models).map(({ model }) => model)),
  hash: hashes,
  profiles: async (context) => lines((await context.session.loadModel(loadRequest(context))).profiles),
  images: async (context) => lines(images(await load(context), context)),
  variables,
  environment,
}

async function load(context: ConfigContext): Promise<Project> {
  return (await context.session.load(loadRequest(context))).project
}

async function hashes(context: ConfigContext): Promise<string> {
  const asked = (context.options.hash ?? '').split(',').filter((name) => name !== '*')
  const names = [...context.operands, ...asked]
  const request = { ...loadRequest(context), services: names, withoutDependencies: names.length > 0 }
  const { project } = await context.session.load(request)
  return lines(Object.entries(project.services).map(([name, service]) => `${name} ${hashService(service)}`))
}

/** A service without an image has the name that its build gets. */
function images({ name, services }: Project, { session }: ConfigContext): readonly string[] {
  const separator = session.globals.compatibility ? '_' : '-'
  const imageOf = ([key, service]: readonly [string, Service]) => service.image ?? `${name}${separator}${key}`
  return Object.entries(services).map(imageOf)
}

async function environment(context: ConfigContext): Promise<string> {
  const { environment: values } = await context.session.load(loadRequest(context))
  return lines(
    Object.entries(values)
      .map(([name, value]) => `${name}=${value}`)
      .sort(),
  )
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('')
}
