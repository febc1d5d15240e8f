// Run by the build: brings a project up on an engine that only pretends, and keeps what V8 has compiled on the way.
// Called as a program of its own, with the program's path, because a process runs it once.
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argv, execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import { cacheOf, load } from './load.js'

const self = fileURLToPath(import.meta.url)

/** Writes the compiled code of a program beside it. It is for speed alone: where it cannot be made, there is none. */
export async function compile(program) {
  const folder = await mkdtemp(join(tmpdir(), 'gantry-build-'))
  const socket = join(folder, 'engine.sock')
  const engine = createServer(pretend).listen(socket)
  try {
    await writeFile(join(folder, 'compose.yaml'), project)
    const env = { PATH: '', HOME: folder, DOCKER_HOST: `unix://${socket}` }
    const child = spawn(execPath, [self, program], { cwd: folder, env, stdio: 'ignore' })
    await new Promise((resolve) => child.on('close', resolve).on('error', resolve))
  } finally {
    engine.closeAllConnections()
    engine.close()
    await rm(folder, { recursive: true })
  }
}

const project = `services:
  web:
    image: web:1
    environment: {MODE: \${MODE:-none}}
    ports: ["8080"]
    volumes: [data:/data]
    depends_on: [db]
  db: {image: "db:1", command: [run], labels: {kind: database}}
volumes: {data: }
`

/** What an engine without containers, with every image, would say. */
function pretend({ method, url }, response) {
  const started = method === 'POST' && url.endsWith('/start')
  response.writeHead(started ? 204 : 200, { 'Api-Version': '1.51', 'Content-Type': 'application/json' })
  response.end(started ? '' : answers.find(([ask]) => ask.test(`${method} ${url}`))[1])
}

const answers = [
  [/^POST/, '{"Id":"0123456789abcdef","Name":"data","Warnings":[]}'],
  [/\/images\//, '{"Id":"sha256:0","RepoTags":[],"Os":"linux","Architecture":"amd64","Config":{}}'],
  [/\/volumes/, '{"Volumes":[]}'],
  [/json|\/networks/, '[]'],
  [/./, '{"ApiVersion":"1.51","Version":"28.0.0"}'],
]

const [, called, program] = argv
if (called === self && program !== undefined) {
  argv.splice(1, argv.length, 'gantry', 'up', '-d')
  const script = load(program)
  process.on('exit', () => writeFileSync(cacheOf(program), script.createCachedData()))
}
