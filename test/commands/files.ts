/** A disk made of texts, and Gantry's real parts on it. */
import { parts } from '../../src/commands/parts.ts'
import type { Parts } from '../../src/commands/io.ts'

/** The real loader on files by absolute path; nothing else exists. */
export function onFiles(files: Readonly<Record<string, string>>): Partial<Parts> {
  const has = (path: string) => Object.hasOwn(files, path)
  const { load, loadModel, projectName, completeEnv, formatError, formatWarnings } = parts
  return {
    load,
    loadModel,
    projectName,
    completeEnv,
    formatError,
    formatWarnings,
    createReader: async (stdin) => ({
      read: async (path) => {
        if (!has(path)) throw Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' })
        return files[path] ?? ''
      },
      kind: async (path) => {
        if (has(path)) return 'file'
        return Object.keys(files).some((file) => file.startsWith(`${path}/`)) ? 'directory' : undefined
      },
      real: async (path) => path,
      stdin,
    }),
  }
}
