/** What steps cost, roughly: for the longest way through a plan, to show it and to go it first. */
import type { Operation } from '../events.ts'

/** In relation to one quick call: pulls, builds and waits take seconds, stops and hooks may. */
export const stepCosts: Readonly<Record<Operation, number>> = {
  'create-network': 1,
  'remove-network': 1,
  'create-volume': 1,
  'remove-volume': 1,
  'pull-image': 60,
  'build-image': 100,
  'tag-image': 1,
  'remove-image': 1,
  'create-container': 2,
  'start-container': 3,
  'stop-container': 10,
  'kill-container': 1,
  'pause-container': 1,
  'unpause-container': 1,
  'remove-container': 1,
  'rename-container': 1,
  'disconnect-network': 1,
  'connect-network': 1,
  'run-hook': 20,
  'run-provider': 60,
  'set-up-model': 60,
  wait: 40,
}
