/** A place where what has to go stands, as far as the slider needs it. */
export interface Scored {
  id: string
  /** How much of the clue stands there, in percent. */
  score: number
  /** What a person said of it; null: the threshold decides. */
  ticked: boolean | null
}

/** Which places go at a threshold (percent): what a person said counts before it. */
export function goingAt(places: readonly Scored[], threshold: number): Set<string> {
  return new Set(places.filter((one) => one.ticked ?? one.score >= threshold).map((one) => one.id))
}

/** What enters and leaves when the threshold moves. */
export function moved(places: readonly Scored[], from: number, to: number): { entering: string[]; leaving: string[] } {
  const [before, after] = [goingAt(places, from), goingAt(places, to)]
  return {
    entering: [...after].filter((id) => !before.has(id)),
    leaving: [...before].filter((id) => !after.has(id)),
  }
}

/** How many places lie at each step of the slider, for the bars above it; what is the same lies in the last. */
export function spread(places: readonly Scored[], low: number, steps: number): number[] {
  const counts = new Array<number>(steps).fill(0)
  for (const one of places) {
    if (one.score < low) continue
    const at = Math.min(steps - 1, Math.floor(((one.score - low) / (100 - low)) * steps))
    counts[at]! += 1
  }
  return counts
}

/** A passage cut into what is marked and what is not; `marks` are from–to in characters, in any order. */
export function cut(text: string, marks: readonly (readonly [number, number])[]): { text: string; marked: boolean }[] {
  const parts: { text: string; marked: boolean }[] = []
  let at = 0
  for (const [from, to] of [...marks].sort((a, b) => a[0] - b[0])) {
    const start = Math.max(at, from)
    if (to <= start) continue
    if (start > at) parts.push({ text: text.slice(at, start), marked: false })
    parts.push({ text: text.slice(start, to), marked: true })
    at = to
  }
  if (at < text.length) parts.push({ text: text.slice(at), marked: false })
  return parts
}

/** Characters that have to stand together in both to be worth a mark. */
const WORTH = 4

/** The stretches of a passage that stand in a clue as they are, the longest from each place. */
export function shared(passage: string, clues: readonly string[]): [number, number][] {
  const marks: [number, number][] = []
  let at = 0
  while (at + WORTH <= passage.length) {
    let length = 0
    for (const clue of clues) {
      let n = Math.max(length, WORTH - 1)
      while (at + n < passage.length && clue.includes(passage.slice(at, at + n + 1))) n += 1
      if (n >= WORTH && n > length) length = n
    }
    if (length >= WORTH) {
      marks.push([at, at + length])
      at += length
    } else at += 1
  }
  return marks
}
