/**
 * The names, each after all that it comes after, by Kahn's algorithm. What stands in a circle or behind one is left out; names that
 * are no key count as done.
 */
export function inOrder(after: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const open = new Map<string, number>()
  const followers = new Map<string, string[]>(Array.from(after.keys(), (name) => [name, []]))
  for (const [name, others] of after) {
    const known = others.filter((other) => after.has(other))
    open.set(name, known.length)
    for (const other of known) followers.get(other)?.push(name)
  }
  const order = [...after.keys()].filter((name) => open.get(name) === 0)
  for (const name of order)
    for (const follower of followers.get(name) ?? []) {
      const left = (open.get(follower) ?? 0) - 1
      open.set(follower, left)
      if (left === 0) order.push(follower)
    }
  return order
}
