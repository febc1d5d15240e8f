// npm run bench [STACK...]: up and down on a real engine, side by side with docker compose in the same run.
// Whole processes, alternating, medians and their ratio; the result is checked after every command, and the calls to the
// engine are counted in a round of their own. docker compose is $REFERENCE_COMPOSE or the plugin of the Docker CLI.
import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bareUp } from './bare.js'
import { countCalls } from './count-calls.js'
import { findCompose, median, ms } from './rivals.js'
import { stacks } from './stacks.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const compose = findCompose()
const programs = { gantry: [process.execPath, join(root, 'bin', 'gantry.js')], ...(compose && { compose }) }
const scratch = mkdtempSync(join(tmpdir(), 'gantry-bench-'))
const projects = []
process.env.PORT = '0'

try {
  for (const name of asked()) await bench(name, stacks[name])
} finally {
  for (const project of projects)
    await call('gantry', ['-p', project, 'down', '-v', '-t', '0'], { cwd: scratch })
  rmSync(scratch, { recursive: true, force: true })
}

function asked() {
  const names = process.argv.slice(2)
  const unknown = names.find((name) => !(name in stacks))
  if (unknown) throw new Error(`no stack "${unknown}"; there are ${Object.keys(stacks).join(', ')}`)
  return names.length > 0 ? names : Object.keys(stacks)
}

async function bench(name, stack) {
  const project = `${basename(scratch).toLowerCase()}-${name}`
  const cwd = join(scratch, project)
  projects.push(project)
  stack.make(cwd, root)
  const round = async (program, note, env) => {
    for (const command of stack.commands) {
      note(command, await call(program, command.args, { cwd, env }))
      check(program, command, { project, running: stack.running })
    }
  }
  const times = new Map(stack.commands.map((command) => [command, { gantry: [], compose: [] }]))
  const bare = []
  // The first round warms up: page cache, images, the engine's own.
  for (let count = 0; count <= stack.rounds; count++) {
    for (const program of turns(count))
      await round(program, (command, took) => count > 0 && times.get(command)[program].push(took))
    if (stack.bare && count > 0) bare.push(await bareUp(`${project}-bare`, stack.running))
  }
  print(stack, times, await callsOf(round))
  if (stack.bare) printBare(stack, bare, times)
}

/** The calls to the engine that each command makes, by command and program. */
async function callsOf(round) {
  const counter = await countCalls(
    join(scratch, 'engine.sock'),
    process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock',
  )
  const calls = new Map()
  const env = { ...process.env, DOCKER_HOST: counter.address }
  for (const program of Object.keys(programs))
    await round(
      program,
      (command) => calls.set(command, { ...calls.get(command), [program]: counter.take() }),
      env,
    )
  counter.close()
  return calls
}

/** Who goes first changes from round to round. */
function turns(count) {
  const names = Object.keys(programs)
  return count % 2 === 0 ? names : names.toReversed()
}

/** Milliseconds of the whole process. */
async function call(program, args, { cwd, env }) {
  const [file, ...words] = programs[program]
  const began = performance.now()
  const child = spawn(file, [...words, ...args], { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] })
  const errors = []
  child.stderr.on('data', (chunk) => errors.push(chunk))
  const code = await new Promise((resolve) => child.on('close', resolve))
  const took = performance.now() - began
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${Buffer.concat(errors)}`)
  return took
}

/** Throws where the engine does not hold what the command promised: all running after `up`, nothing after `down`. */
function check(program, { args }, { project, running }) {
  const states = execFileSync(
    'docker',
    ['ps', '-a', '--filter', `label=com.docker.compose.project=${project}`, '--format', '{{.State}}'],
    { encoding: 'utf8' },
  )
    .split('\n')
    .filter(Boolean)
  const wanted = args[0] === 'down' ? 0 : running
  if (states.length !== wanted || states.some((state) => state !== 'running'))
    throw new Error(
      `${program} ${args.join(' ')}: ${wanted} were to run, the engine has: ${states.join(' ') || 'none'}`,
    )
}

function print({ title, rounds }, times, calls) {
  console.log(`${title}: whole processes, medians of ${rounds} rounds, calls to the engine`)
  for (const [command, { gantry, compose: other }] of times) {
    const counts = calls.get(command)
    const own = `  ${command.label.padEnd(28)} gantry ${ms(median(gantry))} ${String(counts.gantry).padStart(4)} calls`
    console.log(other.length > 0 ? own + versus(command, { gantry, other, calls: counts.compose }) : own)
  }
}

/** How near one can come to the engine's own speed. */
function printBare({ commands: [up] }, bare, times) {
  const { compose: other } = times.get(up)
  const ratio = other.length > 0 ? `  ratio ${(median(bare) / median(other)).toFixed(2)}` : ''
  console.log(`  create and start in a bare loop ${ms(median(bare))}${ratio}`)
}

function versus({ target }, { gantry, other, calls }) {
  const ratio = (median(gantry) / median(other)).toFixed(2)
  const aim = target === undefined ? '' : `  (to be at most ${target})`
  return `  docker compose ${ms(median(other))} ${String(calls).padStart(4)} calls  ratio ${ratio}${aim}`
}
