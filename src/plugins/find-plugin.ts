/** Where the programs are that Compose names: plugins of the Docker CLI, then what the PATH has. */
import { access, constants } from 'node:fs/promises'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import { configDirectory, readDockerConfig, type Environment } from '../docker/docker-config.ts'

/** The folders of the Docker CLI's plugins, first the user's, in the order in which the Docker CLI looks. */
async function pluginFolders(env: Environment): Promise<readonly string[]> {
  const { cliPluginsExtraDirs = [] } = await readDockerConfig(env)
  return [
    ...cliPluginsExtraDirs,
    join(configDirectory(env), 'cli-plugins'),
    '/usr/local/lib/docker/cli-plugins',
    '/usr/local/libexec/docker/cli-plugins',
    '/usr/lib/docker/cli-plugins',
    '/usr/libexec/docker/cli-plugins',
  ]
}

/** The path of the plugin `docker-<name>`; undefined where there is none. */
export async function findPlugin(name: string, env: Environment): Promise<string | undefined> {
  if (!/^[a-z][a-z0-9]*$/.test(name)) return undefined
  const folders = await pluginFolders(env)
  return firstExecutable(folders.map((folder) => join(folder, `docker-${name}`)))
}

/** The path of a program as a shell finds it: a name by the PATH, a path from `cwd`; undefined where there is none. */
export async function findProgram(
  name: string,
  { env, cwd }: { readonly env: Environment; readonly cwd: string },
): Promise<string | undefined> {
  if (isAbsolute(name) || name.includes('/')) return firstExecutable([resolve(cwd, name)])
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder))
  return firstExecutable(folders.map((folder) => join(folder, name)))
}

async function firstExecutable(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    if (await isExecutable(path)) return path
  }
  return undefined
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
