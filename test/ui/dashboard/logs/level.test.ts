import { expect, test } from 'vitest'
import { levelOf } from '../../../../src/ui/dashboard/logs/level.ts'

test.each([
  ['{"level":"warn","msg":"error in the text"}', 'warn'],
  ['{"level":30,"msg":"pino"}', 'info'],
  ['{"severity": "ERROR"}', 'error'],
  ['{"time":"x","level":50}', 'error'],
  ['time=x level=debug msg="no error"', 'debug'],
  ['lvl="warning"', 'warn'],
  ['2026-01-01 12:00:00.000 UTC [1] LOG:  database system is ready', 'info'],
  ['2026-01-01 FATAL:  role "x" does not exist', 'fatal'],
  ['2026/01/01 12:00:00 [error] 1#1: open() failed', 'error'],
  ['[ERROR] no', 'error'],
  ['WARNING: old', 'warn'],
  ['warning: old', 'warn'],
  ['INFO:     Started server process', 'info'],
  ['Error: cannot find module', 'error'],
  ['java.lang.IllegalStateException: x', 'error'],
  ['Traceback (most recent call last):', 'error'],
  ['panic: runtime error', 'fatal'],
  ['npm ERR! code', 'error'],
  ['1:M 01 Jan 2026 * Ready to accept connections', undefined],
  ['GET /ERROR/page 200', undefined],
  ['no errors found', undefined],
  ['an error page was shown', undefined],
  ['', undefined],
])('%j is %s', (text, level) => {
  expect(levelOf(text)).toBe(level)
})
