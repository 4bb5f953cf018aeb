/** Which scenes stand, and when the next ones come. Pure: times are milliseconds that come in. */
export interface Rotation {
  count: number
  /** How many stand side by side: one, or two where the screen is wide. */
  side: number
  /** The first of those that stand. */
  at: number
  /** When it began to stand. */
  since: number
  /** Milliseconds that each stands. */
  every: number
  /** Until when nothing turns; 0: it turns. `Infinity`: until somebody lets it go on. */
  held: number
}

export function begun(count: number, side: number, every: number, now: number): Rotation {
  return { count, side, at: 0, since: now, every, held: 0 }
}

/** As it is at `now`: a pause may be over, the next scene may be due. */
export function turned(one: Rotation, now: number): Rotation {
  if (one.held && now < one.held) return one
  const since = one.held ? now : one.since
  if (one.count <= one.side) return { ...one, held: 0, since }
  if (now - since < one.every) return one.held ? { ...one, held: 0, since } : one
  return { ...stepped(one, 1, now), held: 0 }
}

/** The scenes after those that stand, or before them. */
export function stepped(one: Rotation, by: 1 | -1, now: number): Rotation {
  const at = (one.at + by * one.side + one.count * one.side) % one.count
  return { ...one, at, since: now }
}

/** Nothing turns until `until`. */
export function paused(one: Rotation, until: number): Rotation {
  return { ...one, held: until }
}

export function goesOn(one: Rotation, now: number): Rotation {
  return { ...one, held: 0, since: now }
}

/** Places of the scenes that stand now. */
export function standing(one: Rotation): number[] {
  return Array.from({ length: Math.min(one.side, one.count) }, (_, n) => (one.at + n) % one.count)
}

/** Places of those that come next, so that their figures are there when they come. */
export function coming(one: Rotation): number[] {
  return standing(stepped(one, 1, one.since))
}
