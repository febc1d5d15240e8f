import type { Report } from './problems.ts'
import type { Project } from './project.ts'
import type { Service } from './service.ts'
import type { Path, Span } from './tree.ts'
export function checkConsistency(
  _context: {
    project: Project
    inactive: Readonly<Record<string, Service>>
    spanOf: (path: Path) => Span | undefined
  },
  _report: Report,
): void {}
