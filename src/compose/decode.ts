import type { Report } from './problems.ts'
import type { Project } from './project.ts'
import { toValue, type MapNode } from './tree.ts'
export function decodeProject(root: MapNode, _report: Report): Project {
  return { services: {}, networks: {}, volumes: {}, configs: {}, secrets: {}, models: {}, ...(toValue(root) as object) } as Project
}
