/** When the project's files change: the plan that this asks for is offered, or what is wrong with them is shown. */
import type { Engine } from '../../docker/engine.ts'
import { ProjectError } from '../../errors.ts'
import { observeFor } from '../../execute/observe.ts'
import { refuseUnsupported } from '../../compose/unsupported.ts'
import { wholePlan } from '../../plan/reconcile.ts'
import type { Proposal } from '../../ui/dashboard/state.ts'
import { formatPlan } from '../../ui/plan.ts'
import { formatProblems } from '../../ui/problems.ts'
import type { Terminal } from '../terminal.ts'
import { declaredIn, type ProjectFiles } from './project.ts'
import type { Loop } from './screen-loop.ts'
import { watchFiles } from './watch-files.ts'

export interface OfferOptions {
  readonly engine: Engine
  readonly files: ProjectFiles
  readonly loop: Pick<Loop, 'dispatch' | 'state'>
  readonly terminal: Terminal
  readonly cwd: string
  readonly signal: AbortSignal
}

/** Watches the files until the signal; nothing where there are none. */
export function offerChanges(options: OfferOptions): void {
  const { files, signal } = options
  const loaded = files.loaded()
  if (!loaded) return
  let stop = () => {}
  const watchAgain = () => {
    stop()
    const { files: paths, envFiles } = files.loaded() ?? loaded
    stop = watchFiles(
      [...paths, ...envFiles].filter((path) => path.startsWith('/') || /^[A-Za-z]:/.test(path)),
      () => {
        if (!signal.aborted) void offer(options).then(watchAgain)
      },
    )
  }
  watchAgain()
  signal.addEventListener('abort', () => stop())
}

async function offer({ engine, files, loop, terminal, cwd, signal }: OfferOptions): Promise<void> {
  const propose = (proposal: Proposal | undefined) => loop.dispatch({ type: 'proposal', proposal })
  const width = Math.min(terminal.columns() - 8, 96)
  try {
    refuseUnsupported(await files.reload())
    const desired = await files.desired()
    const observed = await observeFor(desired, engine, signal)
    const plan = wholePlan(desired, observed, { orphans: files.whole ? 'warn' : 'ignore' })
    loop.dispatch({ type: 'declared', services: declaredIn(desired) })
    if (plan.steps.length === 0) {
      propose(undefined)
      loop.dispatch({ type: 'notice', text: 'the files changed: nothing to do', tone: 'info' })
      return
    }
    propose({
      kind: 'plan',
      title: 'The files changed',
      lines: linesOf(formatPlan(plan, { color: terminal.color, width, ascii: terminal.ascii })),
    })
  } catch (error) {
    if (signal.aborted) return
    propose({
      kind: 'problem',
      title: 'The files cannot be used',
      lines: problemLines(error, { color: terminal.color, cwd, width }),
    })
  }
}

function problemLines(
  error: unknown,
  style: { readonly color: boolean; readonly cwd: string; readonly width: number },
): readonly string[] {
  if (error instanceof ProjectError) return linesOf(formatProblems(error.problems, style))
  return [error instanceof Error ? error.message : String(error)]
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n+$/, '').split('\n')
}
