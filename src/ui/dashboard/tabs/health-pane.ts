/** The health tab: what a container's health check said, each time. */
import { createPaint, type Style } from '../../paint.ts'
import { pageOf, type Page, type PageOptions } from './page.ts'

export interface HealthShown {
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy'
  /** The probes that the engine keeps, newest last. */
  readonly log: readonly { readonly exitCode: number; readonly output: string }[]
}

/** The page of all probes, newest first, each with its exit code and output. */
export function healthPage(
  containers: readonly (HealthShown & { readonly name: string })[],
  options: PageOptions,
): Page {
  return pageOf(
    containers.flatMap((one, at) => [...(at > 0 ? [''] : []), ...linesOf(one, options)]),
    options,
  )
}

const styles = {
  none: 'dim',
  starting: 'yellow',
  healthy: 'green',
  unhealthy: 'red',
} as const satisfies Record<HealthShown['health'], Style>

function linesOf(
  { name, health, log }: HealthShown & { readonly name: string },
  options: PageOptions,
): readonly string[] {
  const paint = createPaint(options.color)
  if (health === 'none' && log.length === 0) return [`${name}  no health check`]
  const probes = log.toReversed().flatMap(({ exitCode, output }, at) => {
    const said = output.trimEnd().split(/\r?\n/)
    const result = exitCode === 0 ? paint('green', 'passed') : paint('red', `failed, exit code ${exitCode}`)
    const when = at === 0 ? 'last probe' : `${at} before`
    return [`  ${when}: ${result}`, ...(output.trim() === '' ? [] : said.map((line) => `    ${line}`))]
  })
  return [
    `${name}  ${paint(styles[health], health)}`,
    ...(probes.length > 0 ? probes : ['  no probe has ended yet']),
  ]
}
