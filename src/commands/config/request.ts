import type { LoadRequest } from '../session.ts'
import type { ConfigContext } from '../config.ts'

/** How the options of `config` want the files read. */
export function loadRequest({ options, operands, session }: ConfigContext): LoadRequest {
  return {
    services: operands,
    skip: {
      interpolation: options['no-interpolate'],
      // What docker compose does in compatibility mode.
      normalization: options['no-normalize'] || session.globals.compatibility,
      pathResolution: options['no-path-resolution'],
      consistency: options['no-consistency'],
      envResolution: options['no-env-resolution'],
    },
  }
}
