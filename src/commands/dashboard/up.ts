/** `gantry up --ui`: the dashboard while the project comes up, and as long as the user stays. */
import type { Prepared } from '../prepare.ts'
import type { LoadRequest, Session } from '../session.ts'
import { openProject } from './project.ts'
import { runDashboard } from './run-dashboard.ts'

export interface UpRequest {
  readonly prepared: Prepared
  /** What was loaded: the files are read in the same way when they change. */
  readonly load: LoadRequest
  readonly scale: ReadonlyMap<string, number>
  readonly fullGrace: boolean
}

/** Brings it up and stays; resolves with the exit code. The lock is given back when nothing is under way. */
export async function upInDashboard(
  session: Session,
  { prepared, load, scale, fullGrace }: UpRequest,
): Promise<number> {
  try {
    const files = await openProject(session, { request: load, scale, loaded: prepared.desired.loaded })
    return await runDashboard(session, { files, up: prepared, fullGrace })
  } finally {
    prepared.lock?.release()
  }
}
