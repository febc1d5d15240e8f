/** The parts of Gantry that commands are given; the heavy ones are loaded when they are first used. */
import { createFileReader } from '../compose/files.ts'
import { completeEnv } from './environment.ts'
import type { Parts, RemoteRequest } from './io.ts'

/** The real parts. */
export const parts: Parts = {
  createReader: async (stdin, remote) => createFileReader(stdin, remote && remoteReader(remote)),
  load: async (options) => (await import('../compose/load.ts')).loadProject(options),
  loadModel: async (options) => (await import('../compose/load.ts')).loadModel(options),
  projectName: async (options) => (await import('./project-name.ts')).readProjectName(options),
  completeEnv,
  connect: async (env, signal) => (await import('../docker/connect.ts')).connect({ env, signal }),
  createRenderer: async ({ progress, env, stdout, stderr }, options) => {
    const [{ createRenderer }, { chooseMode }] = await Promise.all([
      import('../ui/index.ts'),
      import('../ui/mode.ts'),
    ])
    const { isTTY, columns, rows } = stderr
    const mode = chooseMode({ progress, env, isTTY, columns: columns(), rows: rows() })
    return createRenderer(mode, { stdout, stderr }, options)
  },
  formatError: async (error, style) => (await import('../ui/errors.ts')).formatError(error, style),
  formatWarnings: async (warnings, style) =>
    warnings.length === 0 ? '' : (await import('../ui/problems.ts')).formatProblems(warnings, style),
}

/** Fetches remote files; nothing of it is loaded before one is named. */
function remoteReader(request: RemoteRequest) {
  let remote: Promise<(reference: string) => Promise<string>> | undefined
  const load = async () => (await import('../remote/index.ts')).createRemote(request)
  return async (reference: string): Promise<string> => {
    remote ??= load()
    return (await remote)(reference)
  }
}
