/**
 * `run` made safe to be asked for often: while it runs it is not begun again, but once more afterwards if somebody asked
 * meanwhile. What is returned settles when a run that began after the asking is over.
 */
export function coalesced(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined
  return function ask(): Promise<void> {
    if (!running) {
      running = run().finally(() => (running = undefined))
      return running
    }
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined
        return ask()
      })
    return next
  }
}
