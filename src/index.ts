/** The library's public door. */
export { GantryError, EngineError, ProjectError, StepError, type Problem } from './errors.ts'
