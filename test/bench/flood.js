// node test/bench/flood.js: what following a flood of output costs. 20 services write 2,000 lines a second in total, while the
// dashboard, then the attached stream, run in a pseudo-terminal. Prints processor time and memory of the gantry process alone,
// from /proc, and ends with 1 where a limit is passed. FLOOD_SECONDS and FLOOD_SERVICES change its length and width.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const limits = { cpu: 15, memory: 200 }
const services = Number(process.env.FLOOD_SERVICES ?? 20)
const linesEach = 2000 / services
const seconds = Number(process.env.FLOOD_SECONDS ?? 20)
const warmUp = 8

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const program = join(root, 'bin', 'gantry.js')
const folder = mkdtempSync(join(tmpdir(), 'gantry-flood-'))
const project = basename(folder).toLowerCase()
const environment = { ...process.env, COMPOSE_PROJECT_NAME: project, TERM: 'xterm-256color', LANG: 'C.UTF-8' }
for (const name of ['CI', 'NO_COLOR', 'GANTRY_UI']) delete environment[name]

// One process a container, woken ten times a second: the writers must not take the processor from what is measured.
const writer = [
  'i=0',
  `while :; do n=0; while [ $$n -lt ${linesEach / 10} ]; do n=$$((n+1)); i=$$((i+1))`,
  'echo "level=info request=$$i path=/items/$$i status=200 a line of about the length that servers write"; done; usleep 95000; done',
].join('; ')

let passed = true
try {
  const names = Array.from({ length: services }, (_, at) => `s${String(at).padStart(2, '0')}`)
  const service = { image: 'busybox', command: ['sh', '-c', writer], stop_signal: 'SIGKILL' }
  writeFileSync(
    join(folder, 'compose.yaml'),
    JSON.stringify({ services: Object.fromEntries(names.map((name) => [name, service])) }),
  )
  gantry('up', '-d')
  console.log(
    `${services} services, ${seconds} s; limits: ${limits.cpu} % of a processor, ${limits.memory} MiB`,
  )
  report('dashboard, one service', await measure(['ui']))
  report('dashboard, all services', await measure(['ui'], 'm'))
  report('attached stream', await measure(['up', '--ui', 'plain']))
} finally {
  gantry('down', '-t', '0')
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = passed ? 0 : 1

function gantry(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    env: environment,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  })
  if (status !== 0) throw new Error(`gantry ${args.join(' ')} failed:\n${stderr}`)
  return stdout
}

/** Runs gantry in a terminal of 40 rows and 120 columns, types the keys, lets it warm up, and measures. */
async function measure(args, keys = '') {
  const pidFile = join(folder, 'pid')
  const command = [
    process.execPath,
    ...(process.env.FLOOD_NODE_ARGS ?? '').split(' ').filter(Boolean),
    program,
    ...args,
  ]
  const child = spawn(
    'script',
    ['-qfec', `stty rows 40 cols 120; sh -c 'echo $$ > ${pidFile}; exec ${command.join(' ')}'`, '/dev/null'],
    { cwd: folder, env: environment, stdio: ['pipe', 'pipe', 'inherit'] },
  )
  let bytes = 0
  child.stdout.on('data', (data) => (bytes += data.length))
  const closed = once(child, 'close')
  try {
    await sleep(warmUp * 500)
    child.stdin.write(keys)
    await sleep(warmUp * 500)
    const pid = Number(readFileSync(pidFile, 'utf8'))
    const before = { ...usageOf(pid), bytes, at: new Date() }
    await sleep(seconds * 1000)
    const after = { ...usageOf(pid), bytes, at: new Date() }
    const elapsed = (after.at - before.at) / 1000
    const lines = gantry(
      'logs',
      '--no-log-prefix',
      '--since',
      before.at.toISOString(),
      '--until',
      after.at.toISOString(),
    )
    process.kill(pid, args[0] === 'up' ? 'SIGINT' : 'SIGTERM')
    await closed
    return {
      cpu: ((after.cpu - before.cpu) / elapsed) * 100,
      memory: after.peak,
      lines: lines.split('\n').length / elapsed,
      output: (after.bytes - before.bytes) / elapsed / 1024,
    }
  } finally {
    child.kill('SIGKILL')
  }
}

/** Seconds of processor time so far, and the most memory ever resident, in MiB. */
function usageOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const [, , , , , , , , , , , user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const peak = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return { cpu: (Number(user) + Number(system)) / 100, peak: Number(peak[1]) / 1024 }
}

function report(label, { cpu, memory, lines, output }) {
  const over = cpu > limits.cpu || memory > limits.memory
  passed &&= !over
  console.log(
    `${label.padEnd(24)} ${cpu.toFixed(1).padStart(5)} % of a processor  ${memory.toFixed(0).padStart(4)} MiB at most` +
      `  ${lines.toFixed(0).padStart(5)} lines/s in  ${output.toFixed(0).padStart(5)} KiB/s out${over ? '  over the limit' : ''}`,
  )
}
