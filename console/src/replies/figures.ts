/** One question whose answer is known, as the knowledge base judged it. */
export interface Point {
  confidence: number
  known: boolean
  right: boolean
  among: boolean
}

/** What an account would do with two thresholds. Shares are 0 to 1, null where there is nothing to share. */
export interface Figures {
  /** Of the questions that an entry answers: answered at once, offered, passed on. */
  answered: number
  offered: number
  passed: number
  /** Of everything answered at once, questions without an entry among it: right ones. */
  right: number | null
  /** How many were answered wrongly. */
  wrong: number
  /** Of what was offered: the right one among it. */
  offeredRight: number | null
  /** Of the questions that no entry answers: answered all the same. */
  leaked: number | null
}

const share = (part: number, whole: number) => (whole ? part / whole : null)

export function figures(points: Point[], sure: number, unsure: number): Figures {
  const known = points.filter((one) => one.known)
  const strange = points.filter((one) => !one.known)
  const given = points.filter((one) => one.confidence >= sure)
  const offered = known.filter((one) => one.confidence < sure && one.confidence >= unsure)
  const right = given.filter((one) => one.right).length
  return {
    answered: share(known.filter((one) => one.confidence >= sure).length, known.length) ?? 0,
    offered: share(offered.length, known.length) ?? 0,
    passed: share(known.filter((one) => one.confidence < unsure && one.confidence < sure).length, known.length) ?? 0,
    right: share(right, given.length),
    wrong: given.length - right,
    offeredRight: share(offered.filter((one) => one.among).length, offered.length),
    leaked: share(strange.filter((one) => one.confidence >= sure).length, strange.length),
  }
}

export interface Curves {
  at: number[]
  answered: number[]
  right: (number | null)[]
  leaked: (number | null)[]
}

/** The figures of answering at once for every threshold in steps of a hundredth. */
export function curves(points: Point[], step = 0.01): Curves {
  const at = Array.from({ length: Math.round(1 / step) + 1 }, (_, n) => Number((n * step).toFixed(4)))
  const found = at.map((sure) => figures(points, sure, sure))
  return { at, answered: found.map((one) => one.answered), right: found.map((one) => one.right), leaked: found.map((one) => one.leaked) }
}

/** A share as people read it. */
export const percent = (one: number | null) => (one === null ? '—' : `${(one * 100).toFixed(1)}%`)
