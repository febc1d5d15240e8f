/** What the engine's words of refusal mean, and what to do about them. */
import type { ErrorCode } from '../errors.ts'

/** What a refusal's text tells. The first rule that fits counts. */
interface Rule {
  readonly text: RegExp
  /** Counts only where the call's own code is one of these. */
  readonly only?: readonly ErrorCode[]
  /** Absent: the call's own code. */
  readonly code?: ErrorCode
  /** The attribute of the service that it is about. */
  readonly attribute?: string
  readonly says?: (match: RegExpExecArray) => string
  readonly hint: (match: RegExpExecArray) => string
}

/** Calls in which the engine asks a registry. */
export const fetching: readonly ErrorCode[] = ['pull-failed', 'build-failed']

export const rules: readonly Rule[] = [
  {
    text: /(?:Bind for|listen (?:tcp|udp|sctp)[46]?|host port(?: for)?|exposing port \w+)\s+\S*?:(\d+)\b.*(?:already allocated|already in use)/i,
    code: 'port-taken',
    says: ([, port]) => `port ${port} is already taken`,
    hint: ([, port]) =>
      `"docker ps --filter publish=${port}" shows the container that holds it, "ss -ltnp sport = :${port}" the process; stop it or publish another port`,
  },
  {
    text: /^(?:failed to set up container networking: )?address already in use$/i,
    attribute: 'networks',
    says: () => 'another container on its network has its address',
    hint: () =>
      'give the service another "ipv4_address" or "ipv6_address", or stop the container that has this one',
  },
  {
    text: /address already in use|port is already allocated/i,
    code: 'port-taken',
    hint: () => 'stop what holds the port ("docker ps", "ss -ltnp") or publish another one',
  },
  {
    text: /container name "?\/?([^"\s]+)"? is already in use by (?:container )?"?([0-9a-f]{12})?/i,
    says: ([, name, holder]) => `the name "${name}" is taken${holder ? ` by container ${holder}` : ''}`,
    hint: ([, name]) => `remove or rename that container ("docker rm ${name}"), or choose another name`,
  },
  {
    text: /\btask [0-9a-f]{64}:? (?:already exists|(?:is )?not found)|no such task|task not found|process does not exist.*unknown|\bid already in use$|container with (?:given )?id (?:already )?exists/i,
    says: () => 'the engine has lost track of it, as after a crash',
    hint: () => 'make it anew: "gantry up --force-recreate"',
  },
  {
    text: /^No such container: (\S+)/i,
    says: ([, container = '']) => `container ${shortened(container)} is gone`,
    hint: () => 'another run, or "docker rm", has removed it meanwhile; run the command again',
  },
  {
    text: /bind source path does not exist: (.+)$/i,
    attribute: 'volumes',
    says: ([, path]) => `${path}, which is to be mounted, does not exist on the engine's machine`,
    hint: () => 'create it, or let the engine do so with "create_host_path: true"',
  },
  {
    text: /exec: "([^"]+)": (?:executable file not found|stat \S+: no such file)/i,
    says: ([, command]) => `its command "${command}" is not in the image`,
    hint: () => 'check "command" and "entrypoint"; a shell script needs its interpreter in the image too',
  },
  {
    text: /exec: "([^"]+)": permission denied/i,
    says: ([, command]) => `its command "${command}" may not be executed`,
    hint: () => 'make the file executable (chmod +x) in the image or on the host',
  },
  {
    text: /exec format error/i,
    hint: () => 'the program was built for another kind of processor, or is a script without its "#!" line',
  },
  {
    text: /not a directory.*mount a directory onto a file/i,
    attribute: 'volumes',
    says: () => 'a file is mounted over a directory, or a directory over a file',
    hint: () => 'a source that did not exist was made as a directory: check the "volumes" of the service',
  },
  {
    text: /no space left on device/i,
    hint: () =>
      'the disk of the engine is full: "docker system df" shows what takes the room, "docker system prune" frees it',
  },
  {
    text: /^No such image: (?:docker\.io\/library\/)?(\S+?):?(?:\s|$)/i,
    code: 'pull-failed',
    says: ([, image]) => `there is no image "${image}" on the engine`,
    hint: () => 'pull or build it first',
  },
  {
    text: /pull access denied|repository does not exist|authentication required|unauthorized|denied: /i,
    only: fetching,
    hint: () => 'check the name; for a private image log in with "docker login" first',
  },
  {
    text: /no matching manifest|does not match the specified platform/i,
    attribute: 'platform',
    hint: () => 'the image is not to be had for this platform: change "platform", or choose another tag',
  },
  {
    text: /failed to compute cache key:.*"([^"]+)": not found/i,
    only: ['build-failed'],
    says: ([, path]) => `there is no "${path}" to copy`,
    hint: () =>
      'COPY and ADD find only what is in the build context, or in the stage that --from names: check the path and .dockerignore',
  },
  {
    text: /manifest (?:for \S+ )?(?:not found|unknown)|: not found$/i,
    only: fetching,
    hint: () => 'check the name and the tag',
  },
  {
    text: /toomanyrequests|rate limit/i,
    hint: () => 'the registry limits anonymous pulls: log in with "docker login", or try again later',
  },
  {
    text: /no such host|i\/o timeout|connection refused|network is unreachable|TLS handshake timeout|server misbehaving/i,
    only: fetching,
    hint: () => 'the engine cannot reach the registry: check its network, proxy and DNS',
  },
  {
    text: /(no active sessions?)/i,
    only: ['build-failed'],
    hint: () => 'the Dockerfile uses a secret, ssh or a private base image, which need a build session',
  },
  {
    text: /dockerfile parse error|unknown instruction/i,
    only: ['build-failed'],
    hint: () => 'correct the Dockerfile',
  },
  {
    text: /pool overlaps with other one/i,
    says: () => 'its subnet overlaps that of another network',
    hint: () =>
      '"docker network ls" and "docker network inspect" show which; choose another "subnet", or remove that network',
  },
  {
    text: /fully subnetted|available, non-overlapping .*address pool/i,
    says: () => 'the engine has no address range left for another network',
    hint: () => '"docker network prune" removes unused networks; or give the network a "subnet" of its own',
  },
  {
    text: /plugin "?([^"\s]+)"? not found/i,
    says: ([, name]) => `the engine has no driver "${name}"`,
    hint: () => 'check the name of the "driver"; "docker info" lists those that the engine has',
  },
  {
    text: /IP address is supported only when connecting to networks with user configured subnets/i,
    attribute: 'networks',
    says: () => 'an address can only be chosen on a network with a subnet of its own',
    hint: () => 'give the network "ipam: {config: [{subnet: …}]}", or take the address away',
  },
  {
    text: /unknown (?:or invalid )?runtime (?:name|specified):? (\S+)/i,
    attribute: 'runtime',
    says: ([, name]) => `the engine has no runtime "${name}"`,
    hint: () => 'check "runtime"; "docker info" lists those that the engine has',
  },
  {
    text: /sysctl "([^"]+)" is not (?:in a separate kernel namespace|allowed in (?:the )?host)/i,
    attribute: 'sysctls',
    says: ([, name]) => `"${name}" cannot be set for a container alone`,
    hint: () => 'check its name in "sysctls"; only those of the container\'s own namespaces can be set',
  },
  {
    text: /gathering device information while adding custom device "([^"]+)"/i,
    attribute: 'devices',
    says: ([, device]) => `the engine's machine has no device "${device}"`,
    hint: () => 'check "devices", and that the device is there',
  },
  {
    text: /could not select device driver .*gpu/i,
    attribute: 'gpus',
    says: () => 'the engine has no driver for GPUs',
    hint: () => 'install the NVIDIA Container Toolkit on its machine, or take "gpus" away',
  },
  {
    text: /minimum memory limit (?:allowed|can not be less than|should be).*?(\d+ ?MB)/i,
    attribute: 'mem_limit',
    says: ([, least]) => `a container needs at least ${least} of memory`,
    hint: () =>
      'raise "mem_limit" or "deploy.resources.limits.memory"; without a unit the number is of bytes',
  },
  {
    text: /unable to find (user|group) (\S+?):/i,
    attribute: 'user',
    says: ([, kind, name]) => `the image has no ${kind} "${name}"`,
    hint: ([, kind]) =>
      `check "user"; a number needs no entry in the image's /etc/${kind === 'user' ? 'passwd' : 'group'}`,
  },
]

/** An id as the engine shows it; names stay. */
function shortened(container: string): string {
  return /^[0-9a-f]{64}$/.test(container) ? container.slice(0, 12) : `"${container}"`
}
