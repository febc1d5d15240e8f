/** Calls of the engine by what they are about: the real adapter and the engine in memory are cut alike. */

export type ContainerCall =
  | 'listContainers'
  | 'inspectContainer'
  | 'createContainer'
  | 'startContainer'
  | 'stopContainer'
  | 'killContainer'
  | 'restartContainer'
  | 'pauseContainer'
  | 'unpauseContainer'
  | 'rawContainer'
  | 'topContainer'
  | 'removeContainer'
  | 'renameContainer'
  | 'copyToContainer'

export type NetworkCall =
  | 'listNetworks'
  | 'inspectNetwork'
  | 'createNetwork'
  | 'removeNetwork'
  | 'connectNetwork'
  | 'disconnectNetwork'

export type OutputCall = 'containerLogs' | 'attachContainer' | 'execInContainer'
