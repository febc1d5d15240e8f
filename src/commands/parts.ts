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
  readSettings: async (env, reader) => (await import('./settings.ts')).readSettings(env, reader),
  createRenderer: async ({ mode, ...streams }, options) =>
    (await import('../ui/index.ts')).createRenderer(mode, streams, options),
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
