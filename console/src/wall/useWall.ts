import { onBeforeUnmount, onMounted, reactive, shallowReactive } from 'vue'
import { Problem } from '@/api/problem'
import { useLive } from '@/shared/live'
import { readWall, type Part, type Wall } from './api'
import { due, RUNG } from './scenes'
import { backoff } from './times'

/** A bell rings often while many things happen: they are asked for together. Milliseconds. */
const TOGETHER = 200
const BEAT = 1000

/**
 * The figures of a unit's wall: those of the scenes that stand and come, asked for again by themselves, and at once when a
 * bell rings. One request at a time; after a failure the next waits longer. Old answers are replaced, never kept.
 */
export function useWall(unit: () => string, wanted: () => Part[], after: (wall: Wall) => void) {
  const parts = shallowReactive<Partial<Wall>>({})
  const state = reactive({
    /** When the last answer came (milliseconds); 0: none yet. */
    at: 0,
    /** When the first of the failures in a row was; 0: there is none. */
    brokenSince: 0,
    failures: 0,
    signedOut: false,
    problem: '',
  })
  const asked: Partial<Record<Part, number>> = {}
  let busy: AbortController | undefined
  let next = 0
  let soon = 0
  let gone = false

  async function ask(now: number): Promise<void> {
    if (busy || gone || !unit()) return
    const of = due(wanted(), asked, now / 1000)
    if (!of.length) return
    const mine = (busy = new AbortController())
    const before = { ...asked }
    for (const one of of) asked[one] = now / 1000
    try {
      const found = await readWall(unit(), of, mine.signal)
      if (gone || busy !== mine) return
      for (const one of of) if (found[one]) Object.assign(parts, { [one]: found[one] })
      Object.assign(parts, { unit: found.unit, unit_name: found.unit_name, level_name: found.level_name, version: found.version })
      Object.assign(state, { at: Date.now(), brokenSince: 0, failures: 0, signedOut: false, problem: '' })
      after(found)
    } catch (error) {
      if (gone || busy !== mine) return
      for (const one of of) asked[one] = before[one]
      fail(error)
    } finally {
      if (busy === mine) busy = undefined
    }
  }

  function fail(error: unknown): void {
    state.failures += 1
    state.brokenSince ||= Date.now()
    next = Date.now() + backoff(state.failures)
    if (!(error instanceof Problem)) return
    state.signedOut = error.body.status === 401
    state.problem = error.body.status === 401 || error.body.status === 0 ? '' : error.message
  }

  function beat(): void {
    const now = Date.now()
    if (now >= next) void ask(now)
  }

  function rung(topics: string[]): void {
    for (const one of topics.flatMap((topic) => RUNG[topic] ?? [])) delete asked[one]
    clearTimeout(soon)
    soon = window.setTimeout(() => {
      // One that is under way may have read before the bell: the beat asks again.
      if (!state.failures) void ask(Date.now())
    }, TOGETHER)
  }

  /** Ask for everything anew now: another unit, a network that is back, a screen that was let in. */
  function afresh(): void {
    // What hangs in a network that was gone would be waited for.
    busy?.abort()
    busy = undefined
    for (const one of Object.keys(asked)) delete asked[one as Part]
    next = 0
    void ask(Date.now())
  }

  useLive(() => (unit() && !state.signedOut ? ['wall:alarms', 'wall:pushes'] : []), rung)
  let timer = 0
  onMounted(() => {
    timer = window.setInterval(beat, BEAT)
    window.addEventListener('online', afresh)
    beat()
  })
  onBeforeUnmount(() => {
    gone = true
    busy?.abort()
    clearInterval(timer)
    clearTimeout(soon)
    window.removeEventListener('online', afresh)
  })
  return { parts, state, afresh }
}
