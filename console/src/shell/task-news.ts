interface Waiting {
  kind: string
  path: string
}

/** What one task is known by from one look to the next. */
export function keyOf(task: Waiting): string {
  return `${task.kind} ${task.path}`
}

/** The tasks that were not there when somebody last looked. */
export function unseen<T extends Waiting>(tasks: T[], seen: string[]): T[] {
  const known = new Set(seen)
  return tasks.filter((one) => !known.has(keyOf(one)))
}
