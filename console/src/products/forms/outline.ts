/** An outline as lines: each with its text and how deep it stands. What the API holds is nested. */
export interface Branch {
  text: string
  children: Branch[]
}
export interface Line {
  key: number
  text: string
  depth: number
}
export const DEEPEST = 4
let last = 0
const fresh = (text: string, depth: number): Line => ({ key: ++last, text, depth })

/** The lines of nested branches, in reading order. */
export function linesOf(branches: Branch[], depth = 0): Line[] {
  return branches.flatMap((one) => [fresh(one.text, depth), ...linesOf(one.children, depth + 1)])
}

/** Nested branches of lines; a line hangs on the nearest one above that is less deep. */
export function branchesOf(lines: Line[]): Branch[] {
  const top: Branch[] = []
  const path: Branch[] = []
  for (const line of lines) {
    const made: Branch = { text: line.text, children: [] }
    const depth = Math.min(line.depth, path.length)
    path.length = depth
    ;(depth ? path[depth - 1]!.children : top).push(made)
    path.push(made)
  }
  return top
}

/** Where the lines below a line end. */
export function endOf(lines: Line[], at: number): number {
  let end = at + 1
  while (end < lines.length && lines[end]!.depth > lines[at]!.depth) end += 1
  return end
}

/** A new line behind one: below it where it has lines below, else beside it. */
export function added(lines: Line[], at: number): Line[] {
  const here = lines[at]
  const depth = here ? here.depth + (lines[at + 1] && lines[at + 1]!.depth > here.depth ? 1 : 0) : 0
  return [...lines.slice(0, at + 1), fresh('', depth), ...lines.slice(at + 1)]
}

/** A line with all below it one step deeper or less deep; as it was where that cannot be. */
export function shifted(lines: Line[], at: number, by: -1 | 1): Line[] {
  const end = endOf(lines, at)
  const depth = lines[at]!.depth + by
  const room = at ? lines[at - 1]!.depth + 1 : 0
  const deepest = Math.max(...lines.slice(at, end).map((one) => one.depth)) + by
  if (depth < 0 || depth > room || deepest > DEEPEST) return lines
  return lines.map((one, n) => (n >= at && n < end ? { ...one, depth: one.depth + by } : one))
}

/** A line with all below it before or behind its neighbour of the same depth. */
export function swapped(lines: Line[], at: number, by: -1 | 1): Line[] {
  const end = endOf(lines, at)
  if (by > 0) {
    const next = lines[end]
    if (!next || next.depth !== lines[at]!.depth) return lines
    const to = endOf(lines, end)
    return [...lines.slice(0, at), ...lines.slice(end, to), ...lines.slice(at, end), ...lines.slice(to)]
  }
  let before = at - 1
  while (before >= 0 && lines[before]!.depth > lines[at]!.depth) before -= 1
  if (before < 0 || lines[before]!.depth !== lines[at]!.depth) return lines
  return [...lines.slice(0, before), ...lines.slice(at, end), ...lines.slice(before, at), ...lines.slice(end)]
}

/** Without a line; those below it come up one step. */
export function removed(lines: Line[], at: number): Line[] {
  const end = endOf(lines, at)
  return lines.flatMap((one, n) => (n === at ? [] : [n > at && n < end ? { ...one, depth: one.depth - 1 } : one]))
}
