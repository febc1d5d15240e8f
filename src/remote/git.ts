/** Compose files in git repositories: fetched with the user's git, kept by commit. */
import { join } from 'node:path'
import { GantryError } from '../errors.ts'
import { cacheFolder, isFolder, keep, type Environment } from './cache.ts'
import { findComposeFile } from './compose-file.ts'
import { findFolder } from './context-folder.ts'
import { gitError, noGitError } from './git-failures.ts'
import { parseGitReference, type GitReference } from './git-reference.ts'
import { runGit, withQuietSsh, type GitOptions } from './run-git.ts'
import { shown } from './shown.ts'

export interface GitSource {
  readonly env: Environment
  readonly signal?: AbortSignal | undefined
}

/** The absolute path, below the cache, of the Compose file that a git reference stands for. Rejects with a GantryError. */
export async function fetchFromGit(reference: string, source: GitSource): Promise<string> {
  const { folder, below } = await fetchCommit(reference, source)
  return findComposeFile({ folder, below, reference })
}

/** The absolute path, below the cache, of the folder that a git reference stands for, to build from. Rejects with a GantryError. */
export async function fetchFolderFromGit(reference: string, source: GitSource): Promise<string> {
  return findFolder({ ...(await fetchCommit(reference, source)), reference })
}

async function fetchCommit(
  reference: string,
  source: GitSource,
): Promise<{ readonly folder: string; readonly below: string }> {
  const wanted = parseGitReference(reference)
  const { commit, fetch } = await findCommit(wanted, source)
  checkSum(wanted, commit, reference)
  const folder = join(cacheFolder(source.env), 'git', commit)
  if (!(await isFolder(folder))) await keep(folder, fetch)
  return { folder, below: wanted.subdirectory }
}

interface Found {
  readonly commit: string
  /** Checks the commit out into an empty folder. */
  readonly fetch: (folder: string) => Promise<void>
}

/** The commit that the ref names now; the server is not asked where the ref is a commit's whole id. */
async function findCommit({ address, ref = 'HEAD' }: GitReference, source: GitSource): Promise<Found> {
  const repository: Repository = { address, source }
  if (isCommit(ref)) {
    return { commit: ref, fetch: async (folder) => checkOut(repository, { name: ref, commit: ref }, folder) }
  }
  const target = await askServer(repository, ref)
  return { commit: target.commit, fetch: async (folder) => checkOut(repository, target, folder) }
}

interface Repository {
  readonly address: string
  readonly source: GitSource
}

interface Target {
  /** What is asked of the server: a full name, or the commit's id. */
  readonly name: string
  readonly commit: string
}

/** A name is looked for as git does: as it stands, as a tag, as a branch. */
async function askServer(repository: Repository, ref: string): Promise<Target> {
  const names = [ref, `refs/tags/${ref}`, `refs/heads/${ref}`]
  const patterns = names.flatMap((name) => [name, `${name}^{}`])
  const commits = new Map<string, string>()
  for (const line of (await online(repository, ['ls-remote', '--', repository.address, ...patterns])).split(
    '\n',
  )) {
    const [commit = '', name = ''] = line.split('\t')
    if (isCommit(commit)) commits.set(name, commit)
  }
  const name = names.find((candidate) => commits.has(candidate))
  const commit = name === undefined ? undefined : (commits.get(`${name}^{}`) ?? commits.get(name))
  if (name === undefined || commit === undefined) throw noSuchRef(repository.address, ref)
  return { name, commit }
}

function isCommit(ref: string): boolean {
  return /^(?:[\da-f]{40}|[\da-f]{64})$/.test(ref)
}

function noSuchRef(address: string, ref: string): GantryError {
  const hint = /^[\da-f]{7,63}$/.test(ref)
    ? 'a commit is named by its whole id, 40 digits'
    : '"git ls-remote" with the address lists the branches and tags'
  const what = ref === 'HEAD' ? 'has no commit yet' : `has no branch or tag "${ref}"`
  return new GantryError('remote-failed', `"${shown(address)}" ${what}`, { hint })
}

function checkSum({ checksum = '' }: GitReference, commit: string, reference: string): void {
  if (commit.startsWith(checksum)) return
  throw new GantryError('remote-failed', `"${shown(reference)}" is commit ${commit}, not ${checksum}`, {
    hint: 'the ref has moved: look at what has changed, then correct the checksum',
  })
}

/** Fetches the one commit, without history, tags and submodules. */
async function checkOut(repository: Repository, { name, commit }: Target, folder: string): Promise<void> {
  const { address, source } = repository
  const local = async (args: readonly string[]) => git(address, args, { ...source, folder })
  const format = commit.length === 64 ? ['--object-format=sha256'] : []
  const options = ['--quiet', '--depth=1', '--no-tags', '--no-recurse-submodules']
  await local(['init', '--quiet', '--template=', ...format])
  await online(repository, ['fetch', ...options, '--', address, name], folder)
  const fetched = (await local(['rev-parse', '--verify', 'FETCH_HEAD^{commit}'])).trim()
  if (fetched !== commit) {
    const message = `cannot fetch "${shown(address)}": "${name}" has just moved from ${commit} to ${fetched}`
    throw new GantryError('remote-failed', message, { hint: 'do it again' })
  }
  await local(['checkout', '--quiet', '--force', '--detach', commit])
}

/** Runs a command of git that speaks to the server. */
async function online(
  { address, source }: Repository,
  args: readonly string[],
  folder?: string,
): Promise<string> {
  const { env, signal } = source
  const isSsh = !/^(?:https?|git):/i.test(address)
  const quiet = isSsh ? await withQuietSsh(env, signal).catch(failure(address, signal)) : env
  return git(address, args, { env: quiet, signal, ...(folder !== undefined && { folder }) })
}

/** The standard output of git; rejects with a GantryError where git fails. */
async function git(address: string, args: readonly string[], options: GitOptions): Promise<string> {
  const result = await runGit(args, options).catch(failure(address, options.signal))
  if (result.code !== 0) throw gitError(`fetch "${shown(address)}"`, result.stderr)
  return result.stdout
}

function failure(address: string, signal: AbortSignal | undefined) {
  return (error: unknown): never => {
    signal?.throwIfAborted()
    throw noGitError(`fetch "${shown(address)}"`, error)
  }
}
