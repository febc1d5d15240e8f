/** Numbers of a service that must agree: replicas, and limits that can be written in two places. */
import type { Examination } from './consistency.ts'
import type { Service } from './service.ts'
import type { Path } from './tree.ts'

/** Replicas and limits. */
export function checkAmounts(examination: Examination): void {
  const { scale, deploy } = examination.service
  if (scale === undefined && !deploy) return
  checkReplicas(examination)
  checkContainerName(examination)
  for (const pair of pairs(examination.service)) checkPair(examination, pair)
}

function checkReplicas({ name, service, tell }: Examination): void {
  const { scale, deploy } = service
  const replicas = deploy?.replicas
  if (scale !== undefined && replicas !== undefined && scale !== replicas) {
    tell({
      code: 'conflict',
      message: `service "${name}" has scale ${scale} and deploy.replicas ${replicas}: they must agree`,
      at: ['scale'],
      hint: 'keep one of them',
    })
  }
  const amounts: [Path, number | undefined][] = [
    [['scale'], scale],
    [['deploy', 'replicas'], scale === replicas ? undefined : replicas],
  ]
  for (const [at, amount] of amounts) {
    if (amount === undefined || (amount >= 0 && amount <= Number.MAX_SAFE_INTEGER)) continue
    tell({
      code: 'invalid-value',
      message: `${at.join('.')} of service "${name}" is ${amount}, expected 0 or more`,
      at,
    })
  }
}

/** The name of a container can be given once. */
function checkContainerName({ name, service, tell }: Examination): void {
  const { container_name: own, scale, deploy } = service
  const count = scale ?? deploy?.replicas ?? 1
  if (own === undefined || count <= 1) return
  const attribute = scale === undefined ? 'deploy.replicas' : 'scale'
  tell({
    code: 'conflict',
    message: `service "${name}" has container_name "${own}" and ${attribute} ${count}: a container name is unique`,
    at: ['container_name'],
    hint: 'remove container_name, or run one replica',
  })
}

interface Pair {
  readonly attribute: string
  readonly value: number | string | undefined
  readonly other: string
  /** The value of the other place; null where its block is not there at all. */
  readonly otherValue: number | string | null | undefined
}

function pairs({ cpus, mem_limit, mem_reservation, pids_limit, deploy }: Service): readonly Pair[] {
  const { limits, reservations } = deploy?.resources ?? {}
  const path = 'deploy.resources'
  return [
    { attribute: 'cpus', value: cpus, other: `${path}.limits.cpus`, otherValue: limits ? limits.cpus : null },
    {
      attribute: 'mem_limit',
      value: mem_limit,
      other: `${path}.limits.memory`,
      otherValue: limits ? limits.memory : null,
    },
    {
      attribute: 'mem_reservation',
      value: mem_reservation,
      other: `${path}.reservations.memory`,
      otherValue: reservations ? reservations.memory : null,
    },
    {
      attribute: 'pids_limit',
      value: pids_limit,
      other: `${path}.limits.pids`,
      otherValue: limits ? limits.pids : null,
    },
  ]
}

/** As in docker compose, a block of limits that does not name the value counts as another value. */
function checkPair({ name, tell }: Examination, { attribute, value, other, otherValue }: Pair): void {
  if (value === undefined || otherValue === null || value === otherValue) return
  const there = otherValue === undefined ? `${other} unset beside other values` : `${other} ${otherValue}`
  tell({
    code: 'conflict',
    message: `service "${name}" has ${attribute} ${value} and ${there}: they must agree`,
    at: [attribute],
    hint: `write the same value in ${other}, or ${attribute} alone`,
  })
}
