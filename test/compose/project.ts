/** Loading projects from records of texts. */
import { posix } from 'node:path'
import { ProjectError, type Problem } from '../../src/errors.ts'
import type { FileReader } from '../../src/compose/files.ts'
import { loadModel, loadProject } from '../../src/compose/load.ts'
import type { LoadOptions } from '../../src/compose/options.ts'
import { toValue } from '../../src/compose/tree.ts'

export type Files = Readonly<Record<string, string>>

/** A reader of files by path from `/p`; folders exist where files are in them. */
export function readerOf(files: Files, stdin = ''): FileReader {
  const texts = new Map(Object.entries(files).map(([path, text]) => [posix.resolve('/p', path), text]))
  return {
    read: async (path) => {
      const text = texts.get(path)
      if (text === undefined) throw Object.assign(new Error(`no ${path}`), { code: 'ENOENT' })
      return text
    },
    kind: async (path) => {
      if (texts.has(path)) return 'file'
      return [...texts.keys()].some((file) => file.startsWith(`${path}/`)) ? 'directory' : undefined
    },
    real: async (path) => path,
    stdin: async () => stdin,
  }
}

function optionsOf(files: Files | string, options: Partial<LoadOptions>): LoadOptions {
  const texts = typeof files === 'string' ? { 'compose.yaml': files } : files
  return { cwd: '/p', env: { HOME: '/home/me' }, reader: readerOf(texts), ...options }
}

export async function load(files: Files | string, options: Partial<LoadOptions> = {}) {
  return loadProject(optionsOf(files, options))
}

/** The services of a project that loads. */
export async function services(files: Files | string, options: Partial<LoadOptions> = {}) {
  return (await load(files, options)).project.services
}

/** The model's plain value. */
export async function model(files: Files | string, options: Partial<LoadOptions> = {}) {
  const loaded = await loadModel(optionsOf(files, options))
  return { ...loaded, value: toValue(loaded.root) as Record<string, Record<string, unknown>> }
}

/** The problems of a project that is refused; throws where it loads. */
export async function problems(
  files: Files | string,
  options: Partial<LoadOptions> = {},
): Promise<readonly Problem[]> {
  try {
    await load(files, options)
  } catch (error) {
    if (error instanceof ProjectError) return error.problems
    throw error
  }
  throw new Error('the project was accepted')
}

/** `compose.yaml:3:5 message`, errors only. */
export async function errors(
  files: Files | string,
  options: Partial<LoadOptions> = {},
): Promise<readonly string[]> {
  const found = await problems(files, options)
  return found.filter(({ severity }) => severity === 'error').map(describeProblem)
}

export async function warnings(
  files: Files | string,
  options: Partial<LoadOptions> = {},
): Promise<readonly string[]> {
  return (await load(files, options)).warnings.map(describeProblem)
}

function describeProblem({ place, message }: Problem): string {
  return place ? `${place.file.replace('/p/', '')}:${place.line}:${place.column} ${message}` : message
}
