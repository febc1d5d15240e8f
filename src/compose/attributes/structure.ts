/** The order in which docker compose writes the attributes of each object; hashes and printed output depend on it. */

const HOOK = 'command image user privileged working_dir environment per_replica'
const DEVICE_REQUEST = 'capabilities driver count device_ids options'
const FILE_REFERENCE = 'source target uid gid mode'
const UPDATE = 'parallelism delay failure_action monitor max_failure_ratio order'
const FILE_RESOURCE = 'name file environment content external labels driver driver_opts template_driver'
const THROTTLE = 'path rate'

const lists: Readonly<Record<string, string>> = {
  '': 'name services networks volumes secrets configs models',
  'services.*': `profiles annotations attach build develop blkio_config cap_add cap_drop cgroup_parent cgroup cpu_count cpu_percent
    cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpus cpuset cpu_shares command configs container_name credential_spec depends_on
    deploy device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint provider environment env_file expose extends
    external_links extra_hosts group_add gpus hostname healthcheck image init ipc isolation labels label_file links logging mem_limit
    mem_reservation memswap_limit mem_swappiness mac_address models network_mode networks oom_kill_disable oom_score_adj pid pids_limit
    platform ports privileged pull_policy read_only restart runtime scale secrets security_opt shm_size stdin_open stop_grace_period
    stop_signal storage_opt sysctls tmpfs tty ulimits use_api_socket user userns_mode uts volumes volumes_from working_dir
    pre_start post_start pre_stop`,
  'services.*.build': `context dockerfile dockerfile_inline entitlements args provenance sbom ssh labels cache_from cache_to no_cache
    no_cache_filter additional_contexts pull extra_hosts isolation network target secrets shm_size tags ulimits platforms privileged`,
  'services.*.build.secrets.[]': FILE_REFERENCE,
  'services.*.blkio_config':
    'weight weight_device device_read_bps device_read_iops device_write_bps device_write_iops',
  'services.*.blkio_config.weight_device.[]': 'path weight',
  'services.*.blkio_config.device_read_bps.[]': THROTTLE,
  'services.*.blkio_config.device_read_iops.[]': THROTTLE,
  'services.*.blkio_config.device_write_bps.[]': THROTTLE,
  'services.*.blkio_config.device_write_iops.[]': THROTTLE,
  'services.*.configs.[]': FILE_REFERENCE,
  'services.*.secrets.[]': FILE_REFERENCE,
  'services.*.credential_spec': 'config file registry',
  'services.*.depends_on.*': 'condition restart required',
  'services.*.deploy':
    'mode replicas labels update_config rollback_config resources restart_policy placement endpoint_mode',
  'services.*.deploy.update_config': UPDATE,
  'services.*.deploy.rollback_config': UPDATE,
  'services.*.deploy.resources': 'limits reservations',
  'services.*.deploy.resources.limits': 'cpus memory pids',
  'services.*.deploy.resources.reservations': 'cpus memory pids devices generic_resources',
  'services.*.deploy.resources.reservations.devices.[]': DEVICE_REQUEST,
  'services.*.deploy.resources.reservations.generic_resources.[].discrete_resource_spec': 'kind value',
  'services.*.deploy.restart_policy': 'condition delay max_attempts window',
  'services.*.deploy.placement': 'constraints preferences max_replicas_per_node',
  'services.*.develop.watch.[]': 'path action target exec include ignore initial_sync',
  'services.*.develop.watch.[].exec': HOOK,
  'services.*.devices.[]': 'source target permissions',
  'services.*.env_file.[]': 'path required format',
  'services.*.gpus.[]': DEVICE_REQUEST,
  'services.*.healthcheck': 'test timeout interval retries start_period start_interval disable',
  'services.*.logging': 'driver options',
  'services.*.models.*': 'endpoint_var model_var',
  'services.*.networks.*': `aliases driver_opts gw_priority interface_name ipv4_address ipv6_address link_local_ips mac_address priority`,
  'services.*.ports.[]': 'name mode host_ip target published protocol app_protocol',
  'services.*.post_start.[]': HOOK,
  'services.*.pre_start.[]': HOOK,
  'services.*.pre_stop.[]': HOOK,
  'services.*.provider': 'type options',
  'services.*.volumes.[]': 'type source target read_only consistency bind volume tmpfs image',
  'services.*.volumes.[].bind': 'selinux propagation create_host_path recursive',
  'services.*.volumes.[].volume': 'labels nocopy subpath',
  'services.*.volumes.[].tmpfs': 'size mode',
  'networks.*': 'name driver driver_opts ipam external internal attachable labels enable_ipv4 enable_ipv6',
  'networks.*.ipam': 'driver config options',
  'networks.*.ipam.config.[]': 'subnet gateway ip_range aux_addresses',
  'volumes.*': 'name driver driver_opts external labels',
  'configs.*': FILE_RESOURCE,
  'secrets.*': FILE_RESOURCE,
  'models.*': 'name model context_size runtime_flags',
}

/** The attributes of the object at a pattern, in docker compose's order; empty where the order does not matter. */
export function orderOf(pattern: string): readonly string[] {
  return (lists[pattern] ?? '').split(/\s+/).filter(Boolean)
}

const noCommand = { command: null }
const noRate = { path: '', rate: '0' }

const always: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'services.*': { command: null, entrypoint: null },
  'services.*.blkio_config.weight_device.[]': { path: '', weight: 0 },
  'services.*.blkio_config.device_read_bps.[]': noRate,
  'services.*.blkio_config.device_read_iops.[]': noRate,
  'services.*.blkio_config.device_write_bps.[]': noRate,
  'services.*.blkio_config.device_write_iops.[]': noRate,
  'services.*.deploy': { resources: {}, placement: {} },
  'services.*.post_start.[]': noCommand,
  'services.*.pre_start.[]': noCommand,
  'services.*.pre_stop.[]': noCommand,
  'services.*.develop.watch.[]': { exec: noCommand },
  'services.*.develop.watch.[].exec': noCommand,
  'networks.*': { ipam: {} },
}

/** Attributes that the object at a pattern always has, with the value they have where nothing is written. */
export function alwaysIn(pattern: string): Readonly<Record<string, unknown>> {
  return always[pattern] ?? {}
}
