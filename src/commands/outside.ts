/** What runs need beside the engine: build contexts in git repositories, providers, models, the user's logins, and where the files say what. */
import type { LoadedProject } from '../compose/project.ts'
import type { FetchContext } from '../execute/handlers.ts'
import type { Outside } from '../execute/outside.ts'
import { placesIn, type Places } from '../plan/places.ts'
import type { Environment } from './io.ts'

interface Beside {
  readonly fetchContext: FetchContext
  /** Absent where no file is in reach. */
  readonly outside?: Outside
  /** Absent where no file is in reach. */
  readonly places?: Places
}

/** Git runs with `env`, providers and models in the project's folder with the project's environment. Each is loaded when it is first asked for. */
export function besideEngine(env: Environment, loaded: LoadedProject | undefined): Beside {
  return {
    fetchContext: async (reference, signal) =>
      (await import('../remote/index.ts')).fetchBuildContext(reference, { env, signal }),
    ...(loaded && { outside: outsideOf(loaded), places: placesIn(loaded) }),
  }
}

function outsideOf({ project, workingDirectory: cwd, environment: env }: LoadedProject): Outside {
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
