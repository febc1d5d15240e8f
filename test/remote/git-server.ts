/** Repositories served over HTTP on loopback by git's own http-backend. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface GitServer {
  /** `http://127.0.0.1:port` */
  readonly address: string
  /** Lines `METHOD path` of the requests so far. */
  readonly requests: string[]
  /** Only this login may read; undefined: everybody. */
  allow: (login: string | undefined) => void
  close: () => Promise<void>
}

export async function serveRepositories(root: string): Promise<GitServer> {
  const requests: string[] = []
  let wanted: string | undefined
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    const given = Buffer.from(
      (request.headers.authorization ?? '').replace('Basic ', ''),
      'base64',
    ).toString()
    if (wanted !== undefined && given !== wanted) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
    } else runBackend(root, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    address: `http://127.0.0.1:${port}`,
    requests,
    allow: (login) => {
      wanted = login
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function runBackend(root: string, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'safe.directory',
      GIT_CONFIG_VALUE_0: '*',
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: request.method ?? 'GET',
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  request.pipe(backend.stdin)
  backend.stdin.on('error', () => {})
  const chunks: Buffer[] = []
  backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  backend.on('close', () => {
    const output = Buffer.concat(chunks)
    const end = output.indexOf('\r\n\r\n')
    for (const line of output.subarray(0, end).toString().split('\r\n')) {
      const [name = '', value = ''] = line.split(': ')
      if (name === 'Status') response.statusCode = Number.parseInt(value, 10)
      else if (name !== '') response.setHeader(name, value)
    }
    response.end(output.subarray(end + 4))
  })
}

/** A working copy, and the bare repository that is served. */
export interface Repository {
  readonly folder: string
  write: (files: Readonly<Record<string, string>>) => void
  link: (path: string, target: string) => void
  /** Runs git in the working copy; its output without the last line's end. */
  git: (...args: string[]) => string
  /** Commits everything and publishes all branches and tags; the commit's id. */
  publish: () => string
}

/** The working copy stands beside the bare repository. */
export function createRepository(bare: string): Repository {
  const folder = `${bare}.copy`
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, env: gitEnvironment, stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trimEnd()
  mkdirSync(folder, { recursive: true })
  git('init', '--quiet', '--initial-branch=main')
  git('init', '--quiet', '--bare', '--initial-branch=main', bare)
  git('remote', 'add', 'origin', bare)
  return {
    folder,
    git,
    write: (files) => {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        writeFileSync(join(folder, path), text)
      }
    },
    link: (path, target) => symlinkSync(target, join(folder, path)),
    publish: () => {
      git('add', '--all')
      git('commit', '--quiet', '--allow-empty', '--message=change')
      git('push', '--quiet', '--all', 'origin')
      git('push', '--quiet', '--tags', 'origin')
      return git('rev-parse', 'HEAD')
    },
  }
}

/** A folder that is removed by `remove`. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'gantry-remote-'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

const gitEnvironment = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
}
