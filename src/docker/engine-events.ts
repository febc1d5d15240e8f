/** The engine's live stream of container events. */
import { EngineError } from '../errors.ts'
import type { EventAnswer } from './answers.ts'
import type { Client } from './client.ts'
import { healthOf } from './container-answers.ts'
import type { Engine, EngineEvent } from './engine.ts'
import { readNdjson } from './ndjson.ts'
import { dockerEvent } from './podman.ts'

/** The engine's call that follows its events. */
export function eventCalls(client: Client): Pick<Engine, 'events'> {
  return {
    events: async ({ labels, since }, signal) => {
      const filters = { type: ['container'], label: labels, ...(client.podman ? {} : { event: watched }) }
      const query = { since: since ?? beginning(client), filters }
      const { body } = await client.stream({ method: 'GET', path: '/events', query, doing, signal })
      return eventsIn(body, client)
    },
  }
}

const doing = "follow the engine's events"

/** Podman answers before it listens: what happens in between is only told when it is asked for from this moment on. */
function beginning({ podman, address }: Client): number | undefined {
  return podman && address.startsWith('unix:') ? Date.now() / 1000 : undefined
}

/** Everything but the three events of each health probe and exec. Podman takes no filter of several, so it is applied here too. */
const watched = [
  'create',
  'start',
  'restart',
  'pause',
  'unpause',
  'kill',
  'stop',
  'die',
  'oom',
  'rename',
  'destroy',
  'health_status',
]

async function* eventsIn(
  body: AsyncIterable<Uint8Array>,
  { address, podman }: Client,
): AsyncGenerator<EngineEvent> {
  for await (const answer of readNdjson<EventAnswer>(body)) {
    const event = eventOf(podman ? dockerEvent(answer) : answer)
    if (watched.includes(event.action)) yield event
  }
  throw new EngineError('engine-unreachable', `cannot ${doing} at ${address}: the engine ended the stream`, {
    hint: 'it was stopped or restarted: see that it runs, then do it again',
  })
}

/** Docker writes `health_status: healthy`; Podman has the word in a field of its own. */
function eventOf(answer: EventAnswer): EngineEvent {
  const [action = '', detail] = (answer.Action ?? '').split(': ')
  const { name, exitCode, ...labels } = answer.Actor?.Attributes ?? {}
  const health = action === 'health_status' ? healthOf(detail ?? answer.HealthStatus) : undefined
  return {
    action,
    containerId: answer.Actor?.ID ?? '',
    containerName: name ?? '',
    labels,
    ...(health === undefined || health === 'none' ? {} : { health }),
    ...(exitCode === undefined ? {} : { exitCode: Number(exitCode) }),
    time: secondsOf(answer),
  }
}

/** A microsecond or two early: numbers do not hold nanoseconds, and `since` this time must replay the event. */
function secondsOf({ time, timeNano }: EventAnswer): number {
  return timeNano === undefined ? (time ?? 0) : Math.floor(timeNano / 1e3 - 1) / 1e6
}
