import { resolve } from 'node:path'
import { UsageError } from '../errors.ts'
import { createPaint } from '../ui/paint.ts'
import { readTimeline } from '../ui/trace/read.ts'
import { formatTimeline } from '../ui/trace/timeline.ts'
import { defineCommand } from './command.ts'
import type { Session } from './session.ts'

/** `gantry timeline FILE`: draws what `--trace FILE` wrote. */
export const timeline = defineCommand({
  arguments: 'FILE',
  description: `Draws the trace of a run as bars: when each step began, how long it queued and took, and which of them the length of the run came from. Make a trace with the global option --trace; "-" reads standard input.

The same file opens in Perfetto and in chrome://tracing.`,
  options: {
    critical: { type: 'boolean', description: 'Show the critical path alone' },
  },
  examples: [
    { line: '--trace up.json up -d --wait', says: 'bring everything up, and keep a trace' },
    { line: 'timeline up.json', says: 'see where the time went' },
  ],
  standalone: true,
  run: async ({ options, operands: [file = '-'], session }) => {
    const read = readTimeline(await textOf(file, session))
    if (!read) {
      throw new UsageError(`"${file}" is no trace of a run`, {
        hint: 'make one with --trace: gantry --trace up.json up -d',
      })
    }
    const shown = options.critical ? { ...read, bars: read.bars.filter(({ critical }) => critical) } : read
    const { color, ascii, columns } = session.stdout
    session.stdout.write(formatTimeline(shown, { columns: columns(), ascii, paint: createPaint(color) }))
    return 0
  },
})

async function textOf(file: string, session: Session): Promise<string> {
  const { reader, cwd } = await session.loadOptions()
  if (file === '-') return reader.stdin()
  return reader.read(resolve(cwd, file)).catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`"${file}" cannot be read: ${why}`)
  })
}
