/** A service in canonical form; see `project.ts` for the units. */

export type Extensions = { readonly [key: `x-${string}`]: unknown }
export type StringMap = Readonly<Record<string, string>>

export interface Service extends Extensions {
  readonly annotations?: StringMap
  readonly attach?: boolean
  readonly blkio_config?: BlkioConfig
  readonly build?: Build
  readonly cap_add?: readonly string[]
  readonly cap_drop?: readonly string[]
  readonly cgroup?: string
  readonly cgroup_parent?: string
  readonly command: readonly string[] | null
  readonly configs?: readonly FileReference[]
  readonly container_name?: string
  readonly cpu_count?: number
  readonly cpu_percent?: number
  readonly cpu_period?: number
  readonly cpu_quota?: number
  readonly cpu_rt_period?: number
  readonly cpu_rt_runtime?: number
  readonly cpu_shares?: number
  readonly cpus?: number
  readonly cpuset?: string
  readonly credential_spec?: { readonly config?: string; readonly file?: string; readonly registry?: string }
  readonly depends_on?: Readonly<Record<string, Dependency>>
  readonly deploy?: Deploy
  readonly develop?: { readonly watch?: readonly WatchTrigger[] }
  readonly device_cgroup_rules?: readonly string[]
  readonly devices?: readonly {
    readonly source: string
    readonly target?: string
    readonly permissions?: string
  }[]
  readonly dns?: readonly string[]
  readonly dns_opt?: readonly string[]
  readonly dns_search?: readonly string[]
  readonly domainname?: string
  readonly entrypoint: readonly string[] | null
  /** Values of null are inherited by nobody: the variable is named but unset. */
  readonly environment?: Readonly<Record<string, string | null>>
  readonly env_file?: readonly {
    readonly path: string
    readonly required?: boolean
    readonly format?: string
  }[]
  readonly expose?: readonly string[]
  readonly external_links?: readonly string[]
  readonly extra_hosts?: readonly string[]
  readonly gpus?: readonly DeviceRequest[]
  readonly group_add?: readonly string[]
  readonly healthcheck?: Healthcheck
  readonly hostname?: string
  readonly image?: string
  readonly init?: boolean
  readonly ipc?: string
  readonly isolation?: string
  readonly label_file?: readonly string[]
  readonly labels?: StringMap
  readonly links?: readonly string[]
  readonly logging?: { readonly driver?: string; readonly options?: StringMap }
  readonly mac_address?: string
  readonly mem_limit?: string
  readonly mem_reservation?: string
  readonly mem_swappiness?: string
  readonly memswap_limit?: string
  readonly models?: Readonly<
    Record<string, { readonly endpoint_var?: string; readonly model_var?: string } | null>
  >
  readonly network_mode?: string
  readonly networks?: Readonly<Record<string, ServiceNetwork | null>>
  readonly oom_kill_disable?: boolean
  readonly oom_score_adj?: number
  readonly pid?: string
  readonly pids_limit?: number
  readonly platform?: string
  readonly ports?: readonly Port[]
  readonly post_start?: readonly Hook[]
  readonly pre_start?: readonly Hook[]
  readonly pre_stop?: readonly Hook[]
  readonly privileged?: boolean
  readonly profiles?: readonly string[]
  readonly provider?: {
    readonly type: string
    readonly options?: Readonly<Record<string, readonly string[]>>
  }
  readonly pull_policy?: string
  readonly read_only?: boolean
  readonly restart?: string
  readonly runtime?: string
  readonly scale?: number
  readonly secrets?: readonly FileReference[]
  readonly security_opt?: readonly string[]
  readonly shm_size?: string
  readonly stdin_open?: boolean
  readonly stop_grace_period?: string
  readonly stop_signal?: string
  readonly storage_opt?: StringMap
  readonly sysctls?: StringMap
  readonly tmpfs?: readonly string[]
  readonly tty?: boolean
  readonly ulimits?: Readonly<Record<string, Ulimit>>
  readonly use_api_socket?: boolean
  readonly user?: string
  readonly userns_mode?: string
  readonly uts?: string
  readonly volumes?: readonly ServiceVolume[]
  readonly volumes_from?: readonly string[]
  readonly working_dir?: string
}

export interface Build extends Extensions {
  readonly context?: string
  readonly dockerfile?: string
  readonly dockerfile_inline?: string
  readonly entitlements?: readonly string[]
  readonly args?: Readonly<Record<string, string | null>>
  readonly provenance?: string
  readonly sbom?: string
  /** `id=path` or `default`. */
  readonly ssh?: readonly string[]
  readonly labels?: StringMap
  readonly cache_from?: readonly string[]
  readonly cache_to?: readonly string[]
  readonly no_cache?: boolean
  readonly no_cache_filter?: readonly string[]
  readonly additional_contexts?: StringMap
  readonly pull?: boolean
  readonly extra_hosts?: readonly string[]
  readonly isolation?: string
  readonly network?: string
  readonly target?: string
  readonly secrets?: readonly FileReference[]
  readonly shm_size?: string
  readonly tags?: readonly string[]
  readonly ulimits?: Readonly<Record<string, Ulimit>>
  readonly platforms?: readonly string[]
  readonly privileged?: boolean
}

export type Ulimit = number | { readonly soft: number; readonly hard: number }

export interface Dependency extends Extensions {
  readonly condition: 'service_started' | 'service_healthy' | 'service_completed_successfully'
  readonly restart?: boolean
  readonly required: boolean
}

export interface Healthcheck extends Extensions {
  readonly test?: readonly string[]
  readonly timeout?: string
  readonly interval?: string
  readonly retries?: number
  readonly start_period?: string
  readonly start_interval?: string
  readonly disable?: boolean
}

export interface Port extends Extensions {
  readonly name?: string
  readonly mode?: string
  readonly host_ip?: string
  readonly target: number
  /** A port, a range `8000-8010`, or absent for an ephemeral port. */
  readonly published?: string
  readonly protocol?: string
  readonly app_protocol?: string
}

export interface ServiceVolume extends Extensions {
  readonly type: string
  readonly source?: string
  readonly target: string
  readonly read_only?: boolean
  readonly consistency?: string
  readonly bind?: {
    readonly selinux?: string
    readonly propagation?: string
    readonly create_host_path?: boolean
    readonly recursive?: string
  }
  readonly volume?: { readonly labels?: StringMap; readonly nocopy?: boolean; readonly subpath?: string }
  readonly tmpfs?: { readonly size?: string; readonly mode?: number }
  readonly image?: { readonly subpath?: string }
}

export interface ServiceNetwork extends Extensions {
  readonly priority?: number
  readonly gw_priority?: number
  readonly aliases?: readonly string[]
  readonly ipv4_address?: string
  readonly ipv6_address?: string
  readonly link_local_ips?: readonly string[]
  readonly mac_address?: string
  readonly driver_opts?: StringMap
  readonly interface_name?: string
}

/** A use of a config or secret by a service, or by a build. */
export interface FileReference extends Extensions {
  readonly source?: string
  readonly target?: string
  readonly uid?: string
  readonly gid?: string
  readonly mode?: string
}

export interface Hook extends Extensions {
  readonly command: readonly string[] | null
  readonly image?: string
  readonly user?: string
  readonly privileged?: boolean
  readonly working_dir?: string
  readonly environment?: Readonly<Record<string, string | null>>
  readonly per_replica?: boolean
}

export interface WatchTrigger extends Extensions {
  readonly path: string
  readonly action: string
  readonly target?: string
  readonly exec?: Hook
  readonly include?: readonly string[]
  readonly ignore?: readonly string[]
  readonly initial_sync?: boolean
}

export interface DeviceRequest extends Extensions {
  readonly capabilities?: readonly string[]
  readonly driver?: string
  /** -1 is all. */
  readonly count?: number
  readonly device_ids?: readonly string[]
  readonly options?: StringMap
}

export interface BlkioConfig extends Extensions {
  readonly weight?: number
  readonly weight_device?: readonly { readonly path: string; readonly weight: number }[]
  readonly device_read_bps?: readonly ThrottleDevice[]
  readonly device_read_iops?: readonly ThrottleDevice[]
  readonly device_write_bps?: readonly ThrottleDevice[]
  readonly device_write_iops?: readonly ThrottleDevice[]
}

export interface ThrottleDevice {
  readonly path: string
  readonly rate: string
}

export interface Deploy extends Extensions {
  readonly mode?: string
  readonly replicas?: number
  readonly labels?: StringMap
  readonly update_config?: UpdateConfig
  readonly rollback_config?: UpdateConfig
  readonly resources: {
    readonly limits?: { readonly cpus?: number; readonly memory?: string; readonly pids?: number }
    readonly reservations?: {
      readonly cpus?: number
      readonly memory?: string
      readonly devices?: readonly DeviceRequest[]
      readonly generic_resources?: readonly unknown[]
    }
  }
  readonly restart_policy?: {
    readonly condition?: string
    readonly delay?: string
    readonly max_attempts?: number
    readonly window?: string
  }
  readonly placement: {
    readonly constraints?: readonly string[]
    readonly preferences?: readonly { readonly spread?: string }[]
    readonly max_replicas_per_node?: number
  }
  readonly endpoint_mode?: string
}

interface UpdateConfig extends Extensions {
  readonly parallelism?: number
  readonly delay?: string
  readonly failure_action?: string
  readonly monitor?: string
  readonly max_failure_ratio?: number
  readonly order?: string
}
