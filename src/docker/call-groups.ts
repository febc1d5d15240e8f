/** Calls of the engine by what they are about: the real adapter and the engine in memory are cut alike. */

export type ContainerCall =
  | 'listContainers'
  | 'inspectContainer'
  | 'createContainer'
  | 'startContainer'
  | 'stopContainer'
  | 'killContainer'
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
