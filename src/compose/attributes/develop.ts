/** What `watch` does when files change. */
import type { Attribute } from './attribute.ts'
import { flag, texts } from './decoders.ts'
import { process } from './dependencies.ts'
import { toList } from './forms.ts'

const path = 'services.*.develop'

/** `develop` */
export const develop: readonly Attribute[] = [
  { path, effect: 'client' },
  { path: `${path}.watch.[].path`, effect: 'client', resolve: 'watch' },
  { path: `${path}.watch.[].action`, effect: 'client' },
  { path: `${path}.watch.[].target`, effect: 'client' },
  { path: `${path}.watch.[].ignore`, effect: 'client', canonical: toList, decode: texts },
  { path: `${path}.watch.[].include`, effect: 'client', canonical: toList, decode: texts },
  { path: `${path}.watch.[].initial_sync`, effect: 'client', decode: flag },
  ...process(`${path}.watch.[].exec`),
]
