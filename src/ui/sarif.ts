/** Problems as SARIF 2.1.0, which code hosts show beside the lines: `config --check --format sarif`. */
import { pathToFileURL } from 'node:url'
import type { Place, Problem } from '../errors.ts'
import { fileName } from './problems.ts'
import { jsonText } from './json-text.ts'

export interface SarifOptions {
  /** Gantry's. */
  readonly version: string
  /** Absolute; files below it are named from it, as code hosts need it. */
  readonly cwd: string
}

/** One run; each code of a problem is a rule, hints are part of the message. */
export function sarif(problems: readonly Problem[], { version, cwd }: SarifOptions): string {
  const codes = [...new Set(problems.map(({ code }) => code))].sort()
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Gantry',
            version,
            rules: codes.map((code) => ({ id: code, name: ruleName(code) })),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { ROOT: { uri: `${pathToFileURL(cwd).href}/` } },
        results: problems.map((problem) => result(problem, { codes, cwd })),
      },
    ],
  }
  return `${jsonText(document, 2)}\n`
}

/** `undefined-service` → `UndefinedService` */
function ruleName(code: string): string {
  return code.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())
}

interface ResultContext {
  readonly codes: readonly string[]
  readonly cwd: string
}

function result({ severity, code, message, place, hint }: Problem, { codes, cwd }: ResultContext) {
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: hint === undefined ? message : `${message}\n${hint}` },
    ...(place && place.file !== '-' && { locations: [{ physicalLocation: location(place, cwd) }] }),
  }
}

function location({ file, line, column, length = 1 }: Place, cwd: string) {
  const name = fileName(file, cwd)
  const isBelow = name !== file
  const uri = isBelow ? encodeURI(name.replaceAll('\\', '/')) : pathToFileURL(file).href
  return {
    artifactLocation: { uri, ...(isBelow && { uriBaseId: 'ROOT' }) },
    region: { startLine: line, startColumn: column, endColumn: column + length },
  }
}
