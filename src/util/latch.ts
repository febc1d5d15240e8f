/** A promise that somebody else resolves. */
export interface Latch {
  readonly opened: Promise<void>
  /** Opening twice is no error. */
  readonly open: () => void
}

/** A closed latch. */
export function createLatch(): Latch {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}
