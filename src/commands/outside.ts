/** Providers, models and logins for the runs of commands: programs of the user's, in the project's folder with its environment. */
import type { LoadedProject } from '../compose/project.ts'
import type { Outside } from '../execute/outside.ts'

/** Loaded when the first provider or model is asked for. */
export function outsideOf({ project, workingDirectory: cwd, environment: env }: LoadedProject): Outside {
  return {
    runProvider: async (call, talk) => {
      const { runProvider } = await import('../plugins/provider.ts')
      return runProvider({ ...call, ...talk, project: project.name, cwd, env })
    },
    setUpModel: async (setup, talk) => {
      const { setUpModel } = await import('../plugins/docker-model.ts')
      return setUpModel({ ...setup, ...talk, cwd, env })
    },
    findLogins: async ({ signal, onInfo }) => {
      const { allLogins } = await import('../docker/all-logins.ts')
      return allLogins({ env, onProblem: onInfo }, signal)
    },
  }
}

/** For --dry-run: nobody is asked, and nothing is told. */
export const nothingOutside: Outside = {
  runProvider: async () => ({}),
  setUpModel: async () => ({ endpoint: '' }),
  findLogins: async () => '{}',
}
