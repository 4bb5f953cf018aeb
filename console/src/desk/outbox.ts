import { reactive } from 'vue'
import type { Mode } from './drafts'

/** One text on its way: it keeps its key, so that trying again sends it once. */
export interface Pending {
  key: string
  session: string
  mode: Mode
  text: string
  /** By the clock of the API, in milliseconds. */
  at: number
  state: 'sending' | 'failed'
  problem: string
}

type Send = (one: Pending) => Promise<void>
type Verdict = 'refused' | 'unknown'

/** The kinds of problems that say for certain that nothing was sent, and that the same again is refused again. */
const REFUSED = ['invalid', 'illegal_now', 'not_permitted', 'not_found']

/** What a problem of this kind says of a text: anything else may be tried again under its key. */
export function verdictOf(kind: string): Verdict {
  return REFUSED.includes(kind) ? 'refused' : 'unknown'
}

/**
 * Texts that were handed in and are not seen in the conversation yet. Those of one conversation go one after the other:
 * they arrive in the order in which they were written.
 */
export class Outbox {
  readonly pending = reactive<Pending[]>([])
  private readonly last = new Map<string, Promise<void>>()

  /**
   * `refused` is called with what the API did not take: it is no longer on its way, and goes back to the draft.
   * Where nobody knows (no network), it stays here as failed, to be tried again under its key.
   */
  constructor(
    private readonly send: Send,
    private readonly judge: (error: unknown) => Verdict,
    private readonly refused: (one: Pending, error: unknown) => void,
  ) {}

  hand(session: string, mode: Mode, text: string, at: number, key: string = crypto.randomUUID()): Promise<void> {
    this.pending.push({ key, session, mode, text, at, state: 'sending', problem: '' })
    return this.go(this.pending.at(-1)!)
  }

  retry(one: Pending): Promise<void> {
    one.state = 'sending'
    one.problem = ''
    return this.go(one)
  }

  /** Take back one that failed; its text. */
  drop(one: Pending): string {
    this.remove(one.key)
    return one.text
  }

  /** Those of a conversation that its lines do not show yet. */
  of(session: string, shown: { text: string; at: string }[]): Pending[] {
    const lines = shown.slice()
    return this.pending.filter((one) => {
      if (one.session !== session) return false
      if (one.state === 'failed') return true
      const found = lines.findIndex((line) => line.text.trim() === one.text.trim() && new Date(line.at).getTime() >= one.at - 3000)
      if (found >= 0) lines.splice(found, 1)
      return found < 0
    })
  }

  private go(one: Pending): Promise<void> {
    const before = this.last.get(one.session) ?? Promise.resolve()
    const mine = before.then(async () => {
      try {
        await this.send(one)
        this.remove(one.key)
      } catch (error) {
        if (this.judge(error) === 'unknown') {
          one.state = 'failed'
          one.problem = (error as Error).message
          return
        }
        this.remove(one.key)
        this.refused(one, error)
      }
    })
    this.last.set(one.session, mine)
    return mine
  }

  private remove(key: string): void {
    const at = this.pending.findIndex((one) => one.key === key)
    if (at >= 0) this.pending.splice(at, 1)
  }
}
