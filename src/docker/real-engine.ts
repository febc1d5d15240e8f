/** The `Engine` over HTTP: one file of calls a subject, put together. What a list does not need is loaded when it is called. */
import { createClient } from './client.ts'
import type { Client, ClientOptions } from './client.ts'
import { containerCalls } from './containers.ts'
import type { Environment } from './docker-config.ts'
import type { Engine, EngineInfo } from './engine.ts'
import { imageCalls } from './images.ts'
import { lazyCalls } from './lazy-calls.ts'
import { networkCalls } from './networks.ts'
import { volumeCalls } from './volumes.ts'

export interface EngineOptions extends ClientOptions {
  readonly env: Environment
  readonly builderVersion: number
}

/** The engine behind a connection. */
export function createEngine(options: EngineOptions): Engine {
  const client = createClient(options)
  return {
    address: options.address,
    info: () => info(client, options.builderVersion),
    ...containerCalls(client),
    ...networkCalls(client),
    ...volumeCalls(client),
    ...imageCalls(client),
    ...streams(client),
    ...fetching(client, options),
    close: () => options.http.close(),
  }
}

function streams(client: Client) {
  const output = lazyCalls(async () => (await import('./output.ts')).outputCalls(client))
  const session = lazyCalls(async () => import('./exec-session.ts'))
  const stats = lazyCalls(async () => import('./stats.ts'))
  const events = lazyCalls(async () => (await import('./engine-events.ts')).eventCalls(client))
  return {
    containerLogs: output.stream((calls) => calls.containerLogs),
    attachContainer: output.promise((calls) => calls.attachContainer),
    execInContainer: output.promise((calls) => calls.execInContainer),
    openExec: session.promise(
      ({ openExec }): Engine['openExec'] =>
        (id, request, signal) =>
          openExec(client, { id, request }, signal),
    ),
    containerStats: stats.stream(
      ({ containerStats }): Engine['containerStats'] =>
        (id, signal) =>
          containerStats(client, id, signal),
    ),
    events: events.promise((calls) => calls.events),
  }
}

/** Pulls and builds, and what else asks a registry. */
function fetching(client: Client, { env, builderVersion }: EngineOptions) {
  const registry = lazyCalls(async () => (await import('./pull.ts')).registryCalls(client, env))
  const builds = lazyCalls(async () => (await import('./build.ts')).buildCalls(client, builderVersion))
  return {
    pullImage: registry.stream((calls) => calls.pullImage),
    resolveDigest: registry.promise((calls) => calls.resolveDigest),
    buildImage: builds.stream((calls) => calls.buildImage),
  }
}

async function info(client: Client, builderVersion: number): Promise<EngineInfo> {
  const answer = await client.json<VersionAnswer>({
    method: 'GET',
    path: '/version',
    doing: 'ask the engine for its version',
  })
  return {
    apiVersion: client.apiVersion,
    version: answer.Version ?? '',
    os: answer.Os ?? '',
    arch: answer.Arch ?? '',
    builderVersion,
  }
}

interface VersionAnswer {
  readonly Version?: string
  readonly Os?: string
  readonly Arch?: string
}
