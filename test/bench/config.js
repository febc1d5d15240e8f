// npm run bench:config: how loading grows with the number of services, and how it compares with docker compose in the same run.
// Interleaved, whole processes, medians; docker compose is found as $REFERENCE_COMPOSE or the `docker compose` plugin.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findCompose, median, ms } from './rivals.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const gantry = [process.execPath, join(root, 'bin', 'gantry.js')]
const compose = findCompose()
const runs = Number(process.env.BENCH_RUNS ?? 7)
const scratch = mkdtempSync(join(tmpdir(), 'gantry-bench-'))

try {
  const sizes = [10, 100, 1000, 10000]
  const files = new Map(sizes.map((size) => [size, project(size)]))
  const rows = sizes.map((size) => {
    const commands = { gantry: [...gantry, '-f', files.get(size), 'config', '-q'] }
    if (compose && size <= 1000) commands.compose = [...compose, '-f', files.get(size), 'config', '-q']
    const times = measure(commands)
    return { services: size, ...times, ratio: times.compose ? times.gantry / times.compose : undefined }
  })
  console.log('config -q, whole process, median of', runs, 'runs')
  for (const { services, gantry: own, compose: other, ratio } of rows) {
    console.log(
      `${String(services).padStart(6)} services  gantry ${ms(own)}  docker compose ${other ? ms(other) : '      –'}  ${ratio ? `ratio ${ratio.toFixed(2)}` : ''}`,
    )
  }
  const rich = project(1000, realistic)
  const richTimes = measure({
    gantry: [...gantry, '-f', rich, 'config', '-q'],
    ...(compose && { compose: [...compose, '-f', rich, 'config', '-q'] }),
  })
  console.log(
    `  1000 services of a dozen lines  gantry ${ms(richTimes.gantry)}${richTimes.compose ? `  docker compose ${ms(richTimes.compose)}  ratio ${(richTimes.gantry / richTimes.compose).toFixed(2)}` : ''}`,
  )
  const [, , thousand, tenThousand] = rows
  const floor = rows[0].gantry
  console.log(
    `growth from 1,000 to 10,000 services: ${((tenThousand.gantry - floor) / (thousand.gantry - floor)).toFixed(1)}-fold above the start-up`,
  )
  const whole = [...gantry, '-f', files.get(1000), 'config', '-q']
  const one = measure({ all: whole, one: [...whole, 's500'] })
  console.log(`one service of 1,000: ${ms(one.one)}, all of them: ${ms(one.all)}`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

function project(size, write = trivial) {
  const file = join(scratch, `compose-${write.name}-${size}.yaml`)
  const services = Array.from({ length: size }, (_, index) => write(index))
  writeFileSync(file, `name: bench\nservices:\n${services.join('')}`)
  return file
}

function trivial(index) {
  return `  s${index}:\n    image: busybox:${index % 7}\n`
}

function realistic(index) {
  const dependency = index % 10 === 0 ? '' : `    depends_on:\n      - s${index - (index % 10)}\n`
  return `${trivial(index)}    command: ["sleep", "${index}"]
    environment:
      LEVEL: info
      NAME: s${index}
    ports:
      - "${10_000 + index}:80"
    labels:
      tier: t${index % 5}
    restart: unless-stopped
${dependency}`
}

/** Median milliseconds of each command; the commands take turns, so that a busy machine is busy for all. */
function measure(commands) {
  const times = Object.fromEntries(Object.keys(commands).map((name) => [name, []]))
  for (let run = 0; run <= runs; run++) {
    for (const [name, [program, ...args]] of Object.entries(commands)) {
      const began = performance.now()
      const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
      const took = performance.now() - began
      if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed:\n${stderr}`)
      if (run > 0) times[name].push(took)
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]))
}
