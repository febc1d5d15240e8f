/** The `Engine` over HTTP: one file of calls a subject, put together. */
import { buildCalls } from './build.ts'
import { createClient } from './client.ts'
import type { Client, ClientOptions } from './client.ts'
import { containerCalls } from './containers.ts'
import { findLogin } from './credentials.ts'
import type { Environment } from './docker-config.ts'
import { eventCalls } from './engine-events.ts'
import type { Engine, EngineInfo } from './engine.ts'
import { imageCalls } from './images.ts'
import { networkCalls } from './networks.ts'
import { outputCalls } from './output.ts'
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
    ...outputCalls(client),
    ...networkCalls(client),
    ...volumeCalls(client),
    ...imageCalls(client, (registry, signal) => findLogin(options.env, registry, signal)),
    ...buildCalls(client, options.builderVersion),
    ...eventCalls(client),
    close: () => client.close(),
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
