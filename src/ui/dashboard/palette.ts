/** The palette: every command by name, found by letters in order. */
import { bindings, type Command } from './keys.ts'
import type { State } from './state.ts'

export interface PaletteEntry {
  readonly command: Command
  readonly name: string
  readonly help: string
}

/** The commands whose name or help holds the letters, the best first; all of them for an empty text. */
export function paletteEntries({ hasFiles }: Pick<State, 'hasFiles'>, text: string): readonly PaletteEntry[] {
  const offered = bindings.filter(
    ({ command }) => command !== 'palette' && (hasFiles || !needsFiles.has(command)),
  )
  const scored = offered.map(({ command, name, help }) => ({
    entry: { command, name, help },
    score: Math.max(fuzzyScore(text, name) * 2, fuzzyScore(text, help)),
  }))
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ entry }) => entry)
}

const needsFiles: ReadonlySet<Command> = new Set(['rebuild', 'recreate', 'more', 'fewer'])

/** 0 where the letters do not occur in this order; more where they stand together, at the beginnings of words, early. */
function fuzzyScore(letters: string, text: string): number {
  const wanted = letters.toLowerCase().replaceAll(' ', '')
  if (wanted === '') return 1
  const target = text.toLowerCase()
  let score = 0
  let at = -1
  for (const letter of wanted) {
    const next = target.indexOf(letter, at + 1)
    if (next === -1) return 0
    const beginsWord = next === 0 || /[^a-z0-9]/.test(target.charAt(next - 1))
    score += next === at + 1 ? 8 : beginsWord ? 6 : 1
    at = next
  }
  return score + (target.startsWith(wanted) ? 20 : 0) + 1 / (1 + target.length)
}
