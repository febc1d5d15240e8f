/** Names and ids as parts of a path. An empty one, or one with a slash, would reach another endpoint, or a redirect. */
import { EngineError } from '../errors.ts'
import { printable } from '../util/printable.ts'

/** A container's, network's or volume's name or id as one segment of a path. */
export function segment(kind: 'container' | 'network' | 'volume' | 'exec', name: string): string {
  if (!/^[^/\\\s?#]+$/.test(name) || isDots(name)) throw noName(kind, name)
  return encodeURIComponent(name)
}

/** An image's reference or id; its slashes stay. */
export function imagePath(reference: string): string {
  const parts = reference.split('/')
  if (parts.some((part) => part === '' || isDots(part) || /[\s?#\\]/.test(part)))
    throw noName('image', reference)
  return parts.map((part) => encodeURIComponent(part).replaceAll('%3A', ':').replaceAll('%40', '@')).join('/')
}

function isDots(name: string): boolean {
  return name === '.' || name === '..'
}

function noName(kind: string, name: string): EngineError {
  return new EngineError('engine-failed', `"${printable(name)}" is no name or id of a ${kind}`)
}
