/** What `use_api_socket: true` stands for: the engine's socket in the container, and the user's logins beside it. */
import type { Service } from './service.ts'

const socket = '/var/run/docker.sock'
const folder = '/run/secrets/docker'

/** The file in the container that gets the user's logins. */
export const loginsTarget = `${folder}/config.json`

/**
 * The service as docker compose makes and hashes it: with a bind mount, a config, and DOCKER_CONFIG where the service does not
 * set it. What the config holds is no part of the project: it is asked for when the container starts.
 */
export function withApiSocket(service: Service): Service {
  if (!service.use_api_socket) return service
  return {
    ...service,
    volumes: [...(service.volumes ?? []), { type: 'bind', source: socket, target: socket }],
    configs: [...(service.configs ?? []), { source: '#apisocket', target: loginsTarget }],
    environment: { DOCKER_CONFIG: folder, ...service.environment },
  }
}
