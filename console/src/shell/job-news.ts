interface Told {
  id: string
  state: string
  ended_at: string | null
}

/** The jobs that have ended since somebody last looked, but those that the person has cancelled. */
export function freshOf<T extends Told>(jobs: T[], seen: string): T[] {
  return jobs.filter((one) => one.ended_at !== null && one.ended_at > seen && one.state !== 'cancelled')
}

/** The jobs that were known as unfinished and have ended now. */
export function newlyEnded<T extends Told>(before: T[], now: T[]): T[] {
  const open = new Set(before.filter((one) => one.ended_at === null).map((one) => one.id))
  return now.filter((one) => one.ended_at !== null && open.has(one.id))
}
