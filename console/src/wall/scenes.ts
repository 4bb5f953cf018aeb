import type { Part } from './api'

export const SCENES = ['overview', 'pushes', 'articles', 'questions', 'matrix', 'orders', 'alarms'] as const
export type Scene = (typeof SCENES)[number]

/** What each scene shows. Alarms run below every one. */
export const PARTS: Record<Scene, Part[]> = {
  overview: ['followers', 'pushes', 'questions', 'matrix', 'orders'],
  pushes: ['pushes'],
  articles: ['articles'],
  questions: ['questions'],
  matrix: ['matrix'],
  orders: ['orders'],
  alarms: [],
}

/** Seconds after which a part is asked for again by itself; a bell asks at once. */
export const EVERY: Record<Part, number> = {
  pushes: 10, alarms: 10, questions: 15, matrix: 15, orders: 15, followers: 60, articles: 300,
}

/** Topic of the doorbell → the parts that it makes old. */
export const RUNG: Record<string, Part[]> = {
  'wall:pushes': ['pushes'],
  'wall:alarms': ['alarms', 'matrix', 'orders'],
}

/** The scenes of an address, in its order; all of them where it names none that there is. */
export function scenesOf(asked: string | undefined): Scene[] {
  const found = (asked ?? '').split(',').filter((one): one is Scene => (SCENES as readonly string[]).includes(one))
  return found.length ? [...new Set(found)] : [...SCENES]
}

/** Seconds that a scene stands: 5 to 600, 20 where nothing sensible is asked for. */
export function secondsOf(asked: string | undefined): number {
  const seconds = Number(asked)
  return Number.isFinite(seconds) && seconds >= 5 && seconds <= 600 ? Math.round(seconds) : 20
}

/** Parts that are due at `now` (seconds), of those that are wanted. */
export function due(wanted: Part[], asked: Partial<Record<Part, number>>, now: number): Part[] {
  return wanted.filter((one) => asked[one] === undefined || now - asked[one] >= EVERY[one])
}
