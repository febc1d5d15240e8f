/** A colour for each service, the same in every pane. */

/** SGR parameters, in docker compose's order; red is kept for errors, and neither black nor white, which may be the background. */
const colors = ['36', '33', '32', '35', '34', '36;1', '33;1', '32;1', '35;1', '34;1']

/** By the service's place in the project, so that neighbours differ and nothing changes from run to run. */
export function createServiceColors(services: readonly string[]): (service: string) => string {
  const places = new Map([...services].sort().map((name, at) => [name, at]))
  return (service) => {
    const place = places.get(service) ?? places.size
    places.set(service, place)
    return colors[place % colors.length] ?? '36'
  }
}
