/** Does what the keys ask for. */
import type { Engine } from '../../docker/engine.ts'
import { allLines, moveLog, selectedLines } from '../../ui/dashboard/log-view.ts'
import type { Sources } from '../../ui/dashboard/sources.ts'
import type { Effect } from '../../ui/dashboard/state.ts'
import { serviceRows } from '../../ui/dashboard/services.ts'
import { printable } from '../../util/printable.ts'
import { count } from '../../ui/words.ts'
import type { Environment, Keyboard } from '../io.ts'
import type { Terminal } from '../terminal.ts'
import { clipboardSequence, coloredLines, plainLines } from './clipboard.ts'
import type { Deeds } from './deeds.ts'
import { declaredIn, type ProjectFiles } from './project.ts'
import type { Loop } from './screen-loop.ts'
import { runShell } from './shell.ts'
import type { Stage } from './stage.ts'

export interface EffectsOptions {
  readonly engine: Engine
  readonly files: ProjectFiles
  readonly deeds: Deeds
  readonly loop: Pick<Loop, 'state' | 'dispatch' | 'redraw'>
  readonly stage: Stage
  readonly keyboard: Keyboard
  readonly sources: Sources
  readonly terminal: Terminal
  readonly env: Environment
  readonly signal: AbortSignal
  /** Ends the dashboard with this exit code. */
  readonly leave: (code: number) => void
}

type Table = { readonly [T in Effect['type']]: (effect: Extract<Effect, { type: T }>) => void }

/** Performs effects; what takes longer goes on by itself and tells its end. */
export function createEffects(options: EffectsOptions): (effect: Effect) => void {
  const { deeds, loop, sources, stage, terminal, leave } = options
  const tell = (text: string, tone: 'info' | 'warning' = 'info') =>
    loop.dispatch({ type: 'notice', text, tone })
  const table: Table = {
    act: ({ action }) => {
      if (action.kind === 'apply') tell('applying the change')
      void deeds.act(action).then(async () => declareAgain(options))
    },
    'move-log': ({ move }) => {
      const logs = moveLog(loop.state(), sources.logs, move)
      if (move.to === 'match' && Object.keys(logs).length === 0) tell('no further line matches')
      loop.dispatch({ type: 'logs', logs })
    },
    copy: ({ what }) => {
      const lines =
        what === 'all' ? allLines(loop.state(), sources.logs) : selectedLines(loop.state(), sources.logs)
      if (lines.length === 0) return tell('there is no line to copy')
      terminal.write(clipboardSequence(plainLines(lines)))
      tell(`${count(lines.length, 'line')} copied`)
    },
    pager: () => void page(options),
    shell: ({ service }) => void openShell(service, options),
    leave: ({ stop }) => void (stop ? stopAndLeave(options) : leave(deeds.exitCode())),
    interrupt: ({ times }) => interrupt(times, options),
    suspend: stage.suspend,
    redraw: loop.redraw,
  }
  return (effect) => perform(table, effect)
}

function perform<T extends Effect['type']>(table: Table, effect: Extract<Effect, { type: T }>): void {
  const run: (effect: Extract<Effect, { type: T }>) => void = table[effect.type]
  run(effect)
}

/** How many replicas are wanted may have changed. */
async function declareAgain({ files, loop }: EffectsOptions): Promise<void> {
  if (files.loaded()) loop.dispatch({ type: 'declared', services: declaredIn(await files.desired()) })
}

async function page({ keyboard, loop, sources, stage, env }: EffectsOptions): Promise<void> {
  const text = coloredLines(allLines(loop.state(), sources.logs))
  const command = env['PAGER'] || 'less -R'
  const code = await stage.lend('pager', async () => keyboard.run(command, text))
  if (code === 127)
    loop.dispatch({
      type: 'notice',
      text: `the pager "${command}" could not be run: set PAGER`,
      tone: 'error',
    })
}

async function openShell(service: string, options: EffectsOptions): Promise<void> {
  const { engine, loop, stage, terminal, signal } = options
  const container = serviceRows(loop.state())
    .find(({ name }) => name === service)
    ?.containers.find(({ state }) => state === 'running')
  if (!container) return
  try {
    await stage.lend('shell', async () => {
      terminal.write(`${printable(container.name)}: "exit" or Ctrl-D goes back to the dashboard\r\n`)
      return runShell({
        engine,
        container: container.id,
        terminal,
        divert: stage.divert,
        onResize: stage.onResize,
        signal,
      })
    })
  } catch (error) {
    const text = `no shell in ${container.name}: ${error instanceof Error ? error.message : String(error)}`
    if (!signal.aborted) loop.dispatch({ type: 'notice', text, tone: 'error' })
  }
}

async function stopAndLeave({ deeds, leave }: EffectsOptions, code?: number): Promise<void> {
  await deeds.stopAll()
  leave(code ?? deeds.exitCode())
}

/** The exit code of a command that Ctrl-C ended. */
export const interrupted = 130

/** Who only watches leaves at once; who brought the project up takes it along. */
function interrupt(times: number, options: EffectsOptions): void {
  const { deeds, loop, leave } = options
  if (!loop.state().owner || times > 2) {
    deeds.cancel()
    leave(interrupted)
  } else if (times === 2) void deeds.killAll()
  else {
    loop.dispatch({ type: 'notice', text: 'stopping; Ctrl-C again kills', tone: 'warning' })
    void stopAndLeave(options, interrupted)
  }
}
