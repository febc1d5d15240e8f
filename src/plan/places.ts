/** Where the files say what a failure is about. */
import type { LoadedProject } from '../compose/project.ts'
import type { Failure } from '../events.ts'
import { shownPath } from '../util/shown-path.ts'

/** The place of a service, or of its attribute; undefined where the files do not name the service. */
export type Places = (service: string, attribute?: string) => Failure['place']

/** The places in a project's files. */
export function placesIn({ project, placeOf, workingDirectory }: LoadedProject): Places {
  return (service, attribute) => {
    if (!Object.hasOwn(project.services, service)) return undefined
    const place = placeOf(['services', service, ...(attribute === undefined ? [] : [attribute])])
    return place && { file: shownPath(place.file, workingDirectory), line: place.line, column: place.column }
  }
}
