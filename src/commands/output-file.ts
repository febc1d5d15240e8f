/** Writing the files that options name: a failure is told, and a file that was there before stays until the new one is whole. */
import { randomUUID } from 'node:crypto'
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { GantryError } from '../errors.ts'

/** An option's file that could not be written. */
export function cannotWrite(option: string, file: string, error: unknown): GantryError {
  const why = error instanceof Error ? error.message : String(error)
  return new GantryError('output-failed', `${option} cannot write to "${file}": ${why}`, { cause: error })
}

/** Puts a text in the place of a file, with its permissions, at once; devices and pipes are written to. Rejects with a system error. */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = await realpath(path).catch(() => path)
  const former = await stat(target).catch(() => undefined)
  if (former && !former.isFile()) return writeFile(target, text)
  const whole = `${target}.${randomUUID()}`
  try {
    await writeFile(whole, text, { flag: 'wx', ...(former && { mode: former.mode }) })
    await rename(whole, target)
  } catch (error) {
    await rm(whole, { force: true })
    throw error
  }
}
