/** docker compose itself, on the project of a scenario: what Gantry is compared with. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Project } from './rig.ts'

/** Runs $REFERENCE_COMPOSE, or the plugin of the Docker CLI, and resolves with all it said. Rejects where it fails. */
export async function dockerCompose(
  { dir, name }: Project,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const binary = process.env['REFERENCE_COMPOSE']
  const [command = '', ...before] = binary ? [binary] : ['docker', 'compose']
  const { stdout, stderr } = await promisify(execFile)(command, [...before, ...args], {
    cwd: dir,
    env: { ...process.env, COMPOSE_PROJECT_NAME: name, NO_COLOR: '1', ...environment },
  })
  return stdout + stderr
}
