import { describe, expect, test } from 'vitest'
import * as fc from '../generated.ts'
import { substitute, variablesOf } from '../../src/compose/template.ts'

const variables: Readonly<Record<string, string>> = { A: 'a', E: '', ORG: 'acme' }
const lookup = (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined)
const evaluate = (template: string) => substitute(template, lookup, () => {})

describe('substitution', () => {
  test.each([
    ['$A.b', 'a.b'],
    ['${A}}', 'a}'],
    ['$$$A', '$a'],
    ['$1 $( $[ "$ "', '$1 $( $[ "$ "'],
    ['${U:-d},${E:-d},${A:-d}', 'd,d,a'],
    ['${U-d},${E-d},${A-d}', 'd,,a'],
    ['${U:+p},${E:+p},${A:+p}', ',,p'],
    ['${U+p},${E+p},${A+p}', ',p,p'],
    ['${U-a:-b}', 'a:-b'],
    ['${U:-a-b}', 'a-b'],
    ['${A+b-c}', 'b-c'],
    ['${U:-:+z}', ':+z'],
    ['${U:-a}b}', 'ab}'],
    ['${U:-{"k":"v"}}', '{"k":"v"}'],
    ['${U:-{}}', '{}'],
    ['${U:-{ }} x ${A}', '{ } x a'],
    ['${U:-\\}}', '\\}'],
    ['${U:-$}', '$'],
    ['${U:-${E:-${A}}}', 'a'],
    ['${A:-${R:?unused}}', 'a'],
    ['${U:-x} ${A:-y} ${ORG}', 'x a acme'],
  ])('%s gives %s', (template, expected) => {
    expect(evaluate(template)).toBe(expected)
  })

  test.each([
    '${',
    '${}',
    '${1}',
    '${ A }',
    '${A!b}',
    '${A/x/y}',
    '${A:=x}',
    '${#A}',
    '${A',
    '${é}',
    '${U:-{}} x ${A}',
    '${U:-a\nb}',
  ])('%j is no template', (template) => {
    expect(evaluate(template)).toMatchObject({ kind: 'invalid' })
  })

  test('a required variable is told with its message, which may hold variables', () => {
    expect(evaluate('${U:?set it in ${ORG}}')).toEqual({
      kind: 'required',
      variable: 'U',
      message: 'set it in acme',
    })
  })

  test('only variables without a value are told as unset, and none of a default that is not used', () => {
    const unset: string[] = []
    substitute('$U ${E} ${X:-y} ${A:-$Z}', lookup, (name) => unset.push(name))
    expect(unset).toEqual(['U'])
  })

  test('any text ends in a text or a fault', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('${', '}', '$', ':-', '{}', 'A', '$$', '\n'))),
        (parts) => {
          const result = evaluate(parts.join(''))
          expect(typeof result === 'string' || 'kind' in result).toBe(true)
        },
      ),
    )
  })
})

test('variables are listed with defaults, alternates and whether they are required', () => {
  const found = variablesOf('${TAG:-1.27} ${DEBUG:+on} ${PASSWORD:?x} $PORT $$NO ${URL:-${HOST-localhost}}')
  expect(
    found.map(({ name, defaultValue, presenceValue, required }) => [
      name,
      defaultValue,
      presenceValue,
      required,
    ]),
  ).toEqual([
    ['TAG', '1.27', '', false],
    ['DEBUG', '', 'on', false],
    ['PASSWORD', '', '', true],
    ['PORT', '', '', false],
    ['URL', '${HOST-localhost}', '', false],
    ['HOST', 'localhost', '', false],
  ])
})
