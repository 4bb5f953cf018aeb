// Today's slots of many accounts, one row a time: what goes out then, and which accounts are still free.

export interface Slot {
  account: string
  account_name: string
  at: string
  past: boolean
  titles: string[]
  state: string
  path: string
  left: number | null
}

export interface Time {
  at: string
  past: boolean
  taken: Slot[]
  free: Slot[]
}

/** The slots by their time, in the order they come; a time keeps the order of its accounts. */
export function byTime(slots: readonly Slot[]): Time[] {
  const times = new Map<string, Time>()
  for (const slot of slots) {
    const time = times.get(slot.at) ?? { at: slot.at, past: slot.past, taken: [], free: [] }
    times.set(slot.at, time)
    if (slot.titles.length) time.taken.push(slot)
    else time.free.push(slot)
  }
  return [...times.values()]
}
