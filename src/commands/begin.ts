/** What every command begins with, in one piece: to load it costs less than to load its files one by one. */
export { GantryError } from '../errors.ts'
export { reportFailure } from './failure.ts'
export { parts } from './parts.ts'
export { runProgram } from './program.ts'
