/** Tells when files change. Folders are watched, so that editors which replace a file are seen too. */
import { watch, type FSWatcher } from 'node:fs'
import { basename, dirname } from 'node:path'

/** Milliseconds without a further change that a change has to last: editors write in several steps. */
const settling = 200

/** Calls `onChange` after changes of any of these files (absolute), until the returned function is called. Folders that cannot be watched are left out. */
export function watchFiles(paths: readonly string[], onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(onChange, settling)
  }
  const watchers = [...foldersOf(paths)].flatMap(([folder, names]) => {
    const changed = (_: string, name: string | null) => {
      if (name === null || names.has(name)) later()
    }
    return openWatcher(folder, changed) ?? []
  })
  return () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
  }
}

function foldersOf(paths: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Map<string, Set<string>>()
  for (const path of paths) {
    const folder = dirname(path)
    const names = folders.get(folder) ?? new Set()
    folders.set(folder, names.add(basename(path)))
  }
  return folders
}

function openWatcher(
  folder: string,
  listener: (event: string, name: string | null) => void,
): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, listener).on('error', () => undefined)
  } catch {
    return undefined
  }
}
