import * as fc from '../../../generated.ts'
import type { IncomingLine, LogLine } from '../../../../src/ui/dashboard/logs/line.ts'

/** A line, as the store would keep it, with these parts of its own. */
export function line(part: Partial<LogLine> = {}): LogLine {
  return { id: 1, service: 'web', container: 'shop-web-1', stream: 'stdout', time: 0, text: '', ...part }
}

/** Lines of three services, times out of order and often equal. */
export const anyLine: fc.Arbitrary<IncomingLine> = fc
  .record({
    service: fc.constantFrom('web', 'db', 'cache'),
    stream: fc.constantFrom('stdout', 'stderr'),
    time: fc.integer({ min: 0, max: 40 }),
    text: fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom('ERROR no', 'level=warn x', 'GET /', '\tat x'),
    ),
  })
  .map((made) => ({ ...made, container: `shop-${made.service}-1` }))
