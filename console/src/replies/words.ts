/** How two texts differ: pieces that stand in both, were taken out, or put in. */
export interface Piece {
  text: string
  mark: 'same' | 'removed' | 'added'
}

/** Products of lengths above which no table is made: the texts are shown one after the other. */
const MOST = 4_000_000

/** Latin words and numbers stay whole; every other character is a piece of its own. */
function cut(text: string): string[] {
  return text.match(/[A-Za-z0-9]+|[\s\S]/gu) ?? []
}

function joined(pieces: Piece[]): Piece[] {
  const made: Piece[] = []
  for (const one of pieces) {
    const last = made.at(-1)
    if (!one.text) continue
    if (last?.mark === one.mark) last.text += one.text
    else made.push({ ...one })
  }
  return made
}

/** The difference from one text to another, by the longest common run of pieces. */
export function difference(before: string, after: string): Piece[] {
  const old = cut(before)
  const now = cut(after)
  let head = 0
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1
  let tail = 0
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1
  const a = old.slice(head, old.length - tail)
  const b = now.slice(head, now.length - tail)
  return joined([
    { text: old.slice(0, head).join(''), mark: 'same' },
    ...between(a, b),
    { text: tail ? old.slice(-tail).join('') : '', mark: 'same' },
  ])
}

function between(a: string[], b: string[]): Piece[] {
  if (!a.length || !b.length || a.length * b.length > MOST) {
    return [{ text: a.join(''), mark: 'removed' }, { text: b.join(''), mark: 'added' }]
  }
  const wide = b.length + 1
  const run = new Uint16Array((a.length + 1) * wide)
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      run[i * wide + j] = a[i] === b[j] ? run[(i + 1) * wide + j + 1]! + 1 : Math.max(run[(i + 1) * wide + j]!, run[i * wide + j + 1]!)
    }
  }
  const made: Piece[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) made.push({ text: a[(j += 1, i++)]!, mark: 'same' })
    else if (i < a.length && (j >= b.length || run[(i + 1) * wide + j]! >= run[i * wide + j + 1]!)) made.push({ text: a[i++]!, mark: 'removed' })
    else made.push({ text: b[j++]!, mark: 'added' })
  }
  return made
}
