#!/usr/bin/env node
import module, { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../dist/program.cjs', import.meta.url))

if (module.enableCompileCache) {
  module.enableCompileCache()
  createRequire(import.meta.url)(program)
} else {
  const { load } = await import('./load.js')
  load(program)
}
