/** Answers that need neither a parser nor a command, so that they come at once. */
import { gantryVersion } from './about.ts'
import { metadataCommand, pluginMetadata, type Invocation } from './invocation.ts'

/** The text for `--version`, `--help` and the Docker CLI's question; undefined for all else. */
export async function instantAnswer(
  { args: [first = '--help', ...more], program }: Invocation,
  width: number,
): Promise<string | undefined> {
  if (more.length > 0) return undefined
  if (first === '--version' || first === '-v') return `${versionLine()}\n`
  if (first === metadataCommand) return `${pluginMetadata()}\n`
  if (first !== '--help' && first !== '-h') return undefined
  const { programHelp } = await import('./help.ts')
  return programHelp({ program, width })
}

/** `Gantry version v0.1.0` */
export function versionLine(): string {
  return `Gantry version v${gantryVersion}`
}
