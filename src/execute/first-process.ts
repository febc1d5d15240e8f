/** Reads what the kernel says of a container's first process: from /proc where the engine is here, else through the engine. */
import { readFile } from 'node:fs/promises'
import type { Engine, ProcessTable } from '../docker/engine.ts'
import type { ProcessSignals } from './signals.ts'

export interface FirstProcess {
  /** The container's full id. */
  readonly id: string
  /** On the engine's machine; 0 where it is not known. */
  readonly pid: number
}

/** Undefined where it cannot be known for certain. */
export async function readSignals(
  engine: Engine,
  process: FirstProcess,
  signal: AbortSignal,
): Promise<ProcessSignals | undefined> {
  const local = engine.address.startsWith('unix:') && process.pid > 0
  return (local ? await fromProc(process) : undefined) ?? (await fromTable(engine, process, signal))
}

/** The pid is one of ours only where its control group names the container. */
async function fromProc({ id, pid }: FirstProcess): Promise<ProcessSignals | undefined> {
  try {
    const read = async (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8')
    // In this order: one that begins to wait for signals after its masks were read is then seen waiting.
    const status = await read('status')
    const sleepsIn = await read('wchan')
    return (await read('cgroup')).includes(id) ? signalsIn(status, sleepsIn) : undefined
  } catch {
    return undefined
  }
}

/** Reads `/proc/PID/status`; undefined for a process that is not the first of its own pid namespace. */
export function signalsIn(status: string, sleepsIn: string): ProcessSignals | undefined {
  const fields = new Map(
    status.split('\n').map((line) => {
      const [name = '', value = ''] = line.split(/:\s*(.*)/)
      return [name, value] as const
    }),
  )
  if (fields.get('NSpid')?.split(/\s+/).at(-1) !== '1') return undefined
  return complete({
    caught: fields.get('SigCgt'),
    blocked: fields.get('SigBlk'),
    state: fields.get('State'),
    sleepsIn,
    program: fields.get('Name'),
  })
}

/** What `ps` on the engine's machine is asked for; the program comes last, because it may hold spaces. */
const columns = '-o pid,caught,blocked,stat,wchan:32,comm'

async function fromTable(
  engine: Engine,
  { id, pid }: FirstProcess,
  signal: AbortSignal,
): Promise<ProcessSignals | undefined> {
  const table = await engine.topContainer(id, columns, signal).catch(() => undefined)
  return table && signalsInTable(table, pid)
}

/** Reads the row of a process, or the only row where its pid is not known. */
export function signalsInTable({ processes }: ProcessTable, pid: number): ProcessSignals | undefined {
  const row =
    pid > 0
      ? processes.find(([number]) => number === String(pid))
      : processes.length === 1
        ? processes[0]
        : undefined
  const [, caught, blocked, state, sleepsIn, program] = row ?? []
  return complete({ caught, blocked, state, sleepsIn, program })
}

type Texts = { readonly [F in keyof ProcessSignals | 'state']: string | undefined }

/** Undefined where a mask is no mask, or a process sleeps and nobody says where: then it may be waiting for the signal. */
function complete({ state = '', sleepsIn = '', program = '', ...masks }: Texts): ProcessSignals | undefined {
  const [caught, blocked] = [maskIn(masks.caught), maskIn(masks.blocked)]
  const place = state.startsWith('R') ? '' : sleepsIn
  if (caught === undefined || blocked === undefined || /^[0?-]$/.test(place)) return undefined
  if (place === '' && !state.startsWith('R')) return undefined
  return { caught, blocked, sleepsIn: place, program }
}

function maskIn(text = ''): bigint | undefined {
  return /^[0-9a-f]{8,}$/i.test(text) ? BigInt(`0x${text}`) : undefined
}
