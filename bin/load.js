// Runs the program of dist/program.cjs. Node 20 keeps no compiled code between starts, so the build keeps it in dist/program.cache;
// V8 itself refuses what another version has compiled, and then compiles anew.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'

/** Starts the program; the script it was compiled to. */
export function load(file) {
  // Node 20 optimizes so early that most commands end before it pays: they take a quarter less time with more patience.
  setFlagsFromString('--interrupt-budget=1000000')
  const cache = cacheOf(file)
  const script = new Script(wrapped(readFileSync(file, 'utf8')), {
    filename: file,
    ...(existsSync(cache) && { cachedData: readFileSync(cache) }),
  })
  const module = { exports: {} }
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file))
  return script
}

/** Where the compiled code of a program is kept. */
export function cacheOf(file) {
  return file.replace(/\.cjs$/, '.cache')
}

/** As Node wraps its own CommonJS modules. */
function wrapped(source) {
  return `(function (exports, require, module, __filename, __dirname) { ${source}\n})`
}
