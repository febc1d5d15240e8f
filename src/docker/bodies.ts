/** Bodies of the engine's create calls, field by field as the Engine API names them. Mutable: `attributes/` write into them. */

/** Body of `POST /containers/create`. */
export interface ContainerBody {
  Image?: string
  Cmd?: readonly string[]
  Entrypoint?: readonly string[]
  Env?: string[]
  Labels?: Record<string, string>
  Hostname?: string
  Domainname?: string
  User?: string
  WorkingDir?: string
  Tty?: boolean
  OpenStdin?: boolean
  AttachStdin?: boolean
  StdinOnce?: boolean
  AttachStdout?: boolean
  AttachStderr?: boolean
  StopSignal?: string
  StopTimeout?: number
  NetworkDisabled?: boolean
  /** Before API 1.44; since then it is the endpoint's. */
  MacAddress?: string
  ExposedPorts?: Record<string, Record<string, never>>
  Healthcheck?: {
    Test?: readonly string[]
    /** Nanoseconds, like all durations of the engine. */
    Interval?: number
    Timeout?: number
    StartPeriod?: number
    StartInterval?: number
    Retries?: number
  }
  HostConfig: HostConfig
  NetworkingConfig?: { EndpointsConfig: Record<string, EndpointBody> }
}

export interface HostConfig {
  Annotations?: Record<string, string>
  Binds?: string[]
  Mounts?: MountBody[]
  Tmpfs?: Record<string, string>
  PortBindings?: Record<string, { HostIp?: string; HostPort?: string }[]>
  NetworkMode?: string
  RestartPolicy?: { Name: string; MaximumRetryCount?: number }
  Init?: boolean
  Privileged?: boolean
  ReadonlyRootfs?: boolean
  CapAdd?: readonly string[]
  CapDrop?: readonly string[]
  CgroupnsMode?: string
  Dns?: readonly string[]
  DnsOptions?: readonly string[]
  DnsSearch?: readonly string[]
  ExtraHosts?: readonly string[]
  GroupAdd?: readonly string[]
  IpcMode?: string
  Isolation?: string
  Links?: string[]
  LogConfig?: { Type: string; Config: Record<string, string> }
  PidMode?: string
  Runtime?: string
  SecurityOpt?: readonly string[]
  MaskedPaths?: readonly string[]
  ReadonlyPaths?: readonly string[]
  ShmSize?: number
  StorageOpt?: Record<string, string>
  Sysctls?: Record<string, string>
  UsernsMode?: string
  UTSMode?: string
  VolumesFrom?: readonly string[]
  BlkioWeight?: number
  BlkioWeightDevice?: readonly { Path: string; Weight: number }[]
  BlkioDeviceReadBps?: readonly { Path: string; Rate: number }[]
  BlkioDeviceReadIOps?: readonly { Path: string; Rate: number }[]
  BlkioDeviceWriteBps?: readonly { Path: string; Rate: number }[]
  BlkioDeviceWriteIOps?: readonly { Path: string; Rate: number }[]
  CgroupParent?: string
  CpuCount?: number
  CpuPercent?: number
  CpuPeriod?: number
  CpuQuota?: number
  CpuRealtimePeriod?: number
  CpuRealtimeRuntime?: number
  CpuShares?: number
  CpusetCpus?: string
  NanoCpus?: number
  Memory?: number
  MemoryReservation?: number
  MemorySwap?: number
  MemorySwappiness?: number
  OomKillDisable?: boolean
  OomScoreAdj?: number
  PidsLimit?: number
  Devices?: readonly { PathOnHost: string; PathInContainer: string; CgroupPermissions: string }[]
  DeviceCgroupRules?: readonly string[]
  DeviceRequests?: DeviceRequestBody[]
  Ulimits?: readonly { Name: string; Soft: number; Hard: number }[]
}

export interface DeviceRequestBody {
  Driver?: string
  Count?: number
  DeviceIDs?: readonly string[]
  Capabilities?: readonly (readonly string[])[]
  Options?: Record<string, string>
}

export interface MountBody {
  Type: string
  Source?: string
  Target: string
  ReadOnly?: boolean
  Consistency?: string
  BindOptions?: {
    Propagation?: string
    CreateMountpoint?: boolean
    NonRecursive?: boolean
    ReadOnlyNonRecursive?: boolean
    ReadOnlyForceRecursive?: boolean
  }
  VolumeOptions?: { NoCopy?: boolean; Labels?: Record<string, string>; Subpath?: string }
  TmpfsOptions?: { SizeBytes?: number; Mode?: number }
  ImageOptions?: { Subpath?: string }
}

export interface EndpointBody {
  Aliases?: string[]
  DriverOpts?: Record<string, string>
  GwPriority?: number
  MacAddress?: string
  Links?: string[]
  IPAMConfig?: { IPv4Address?: string; IPv6Address?: string; LinkLocalIPs?: readonly string[] }
}

export interface NetworkBody {
  Name: string
  Driver?: string
  Options?: Record<string, string>
  Labels?: Record<string, string>
  Internal?: boolean
  Attachable?: boolean
  EnableIPv4?: boolean
  EnableIPv6?: boolean
  IPAM?: {
    Driver?: string
    Options?: Record<string, string>
    Config?: {
      Subnet?: string
      IPRange?: string
      Gateway?: string
      AuxiliaryAddresses?: Record<string, string>
    }[]
  }
}

export interface VolumeBody {
  Name: string
  Driver?: string
  DriverOpts?: Record<string, string>
  Labels?: Record<string, string>
}
