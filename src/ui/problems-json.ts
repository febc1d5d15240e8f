/** Problems for programs: `config --check --format json`. */
import type { Problem } from '../errors.ts'
import { jsonText } from './json-text.ts'

/** `{ errors, warnings, problems: [{ severity, code, message, file, line, column, length, hint }] }`, absent where unknown. */
export function problemsJson(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const document = {
    errors,
    warnings: problems.length - errors,
    problems: problems.map(({ severity, code, message, place, hint }) => ({
      severity,
      code,
      message,
      ...place,
      ...(hint !== undefined && { hint }),
    })),
  }
  return `${jsonText(document, 2)}\n`
}
