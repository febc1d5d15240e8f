// node test/bench/up.js: up and down on a real engine, side by side with docker compose in the same run.
// Interleaved, whole processes, medians; docker compose is found as $REFERENCE_COMPOSE or the `docker compose` plugin.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findCompose, median, ms } from './rivals.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const compose = findCompose()
const programs = {
  gantry: [process.execPath, join(root, 'bin', 'gantry.js')],
  ...(compose && { compose }),
}
const runs = Number(process.env.BENCH_RUNS ?? 5)
const scratch = mkdtempSync(join(tmpdir(), 'gantry-bench-'))
const times = new Map()

try {
  const ten = folder(
    'ten',
    `services:\n${Array.from({ length: 10 }, (_, index) => service(`s${index}`)).join('')}`,
  )
  const chain = folder(
    'chain',
    `services:\n${Array.from({ length: 5 }, (_, index) => service(`s${index}`, index > 0 ? `s${index - 1}` : undefined)).join('')}`,
  )
  // The first round warms up: page cache, compile cache, the engine's own.
  for (let run = 0; run <= runs; run++) {
    for (const program of turns(run)) {
      const time = (label, cwd, args) => note(run, label, program, call(program, args, cwd))
      time('10 services: up -d', ten, ['up', '-d'])
      time('10 services: up -d, nothing to do', ten, ['up', '-d'])
      time('10 services: up -d --force-recreate', ten, ['up', '-d', '--force-recreate'])
      time('10 services: ps', ten, ['ps'])
      time('10 services: down', ten, ['down'])
      time('chain of 5: up -d', chain, ['up', '-d'])
      time('chain of 5: down', chain, ['down'])
    }
  }
  const flask = join(scratch, `${basename(scratch).toLowerCase()}-flask`)
  cpSync(join(root, 'examples', 'flask'), flask, { recursive: true })
  process.env.PORT = '0'
  call('gantry', ['up', '-d', '--wait'], flask)
  for (let run = 0; run <= runs; run++) {
    for (const program of turns(run)) {
      const label = 'flask: up -d --wait, nothing to do'
      note(run, label, program, call(program, ['up', '-d', '--wait'], flask))
    }
  }
  call('gantry', ['down', '-v'], flask)
  print()
} finally {
  for (const name of ['ten', 'chain', 'flask'])
    spawnSync(...spawnable('gantry', ['-p', projectName(name), 'down', '-v', '-t', '1']), {
      stdio: 'ignore',
      cwd: scratch,
    })
  rmSync(scratch, { recursive: true, force: true })
}

function service(name, dependency) {
  const after = dependency === undefined ? '' : `, depends_on: [${dependency}]`
  return `  ${name}: {image: busybox, command: sleep 1000, stop_signal: SIGKILL${after}}\n`
}

function projectName(name) {
  return `${basename(scratch).toLowerCase()}-${name}`
}

function folder(name, text) {
  const path = join(scratch, projectName(name))
  mkdirSync(path)
  writeFileSync(join(path, 'compose.yaml'), text)
  return path
}

/** Who goes first changes from run to run. */
function turns(run) {
  const names = Object.keys(programs)
  return run % 2 === 0 ? names : names.toReversed()
}

function spawnable(program, args) {
  const [file, ...words] = programs[program]
  return [file, [...words, ...args]]
}

/** Milliseconds of the whole process. */
function call(program, args, cwd) {
  const began = performance.now()
  const { status, stderr } = spawnSync(...spawnable(program, args), { encoding: 'utf8', cwd })
  const took = performance.now() - began
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stderr}`)
  return took
}

function note(run, label, program, took) {
  if (run === 0) return
  const row = times.get(label) ?? { gantry: [], compose: [] }
  row[program].push(took)
  times.set(label, row)
}

function print() {
  console.log(`whole processes, medians of ${runs} runs`)
  for (const [label, { gantry, compose: other }] of times) {
    const ratio =
      other.length > 0
        ? `  docker compose ${ms(median(other))}  ratio ${(median(gantry) / median(other)).toFixed(2)}`
        : ''
    console.log(`${label.padEnd(38)} gantry ${ms(median(gantry))}${ratio}`)
  }
}
