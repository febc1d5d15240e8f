/** What Gantry calls itself. */
import manifest from '../../package.json' with { type: 'json' }

/** `0.1.0` */
export const gantryVersion: string = manifest.version
