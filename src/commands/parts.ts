/** The heavy parts of Gantry, each loaded when it is first used. */
import type { Parts } from './session.ts'

/** The real parts. */
export const parts: Parts = {
  createReader: async (stdin) => (await import('../compose/files.ts')).createFileReader(stdin),
  load: async (options) => (await import('../compose/load.ts')).load(options),
  projectName: async (options) => (await import('../compose/load.ts')).readProjectName(options),
  completeEnv: async (options) => (await import('../compose/dotenv.ts')).completeEnv(options),
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
  formatWarnings: async (warnings, terminal) =>
    warnings.length === 0 ? '' : (await import('../ui/problems.ts')).formatProblems(warnings, terminal),
}
