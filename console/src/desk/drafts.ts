import { reactive } from 'vue'

export type Mode = 'reply' | 'note'

export interface Draft {
  text: string
  mode: Mode
}

const KEPT_DAYS = 7
const START = 'rongmei-desk:'

/** What somebody has typed in each conversation: kept in this browser until it is sent, for a week at most. */
export class Drafts {
  private readonly held = reactive(new Map<string, Draft>())

  constructor(private readonly person: string, private readonly storage: Storage = localStorage, now = Date.now()) {
    const old = [...Array(storage.length).keys()].map((n) => storage.key(n)!).filter((key) => key.startsWith(START))
    for (const key of old) {
      const kept = this.read(key)
      if (!kept || now - kept.at > KEPT_DAYS * 86_400_000) storage.removeItem(key)
      else if (key.startsWith(this.key(''))) this.held.set(key.slice(this.key('').length), kept)
    }
  }

  of(session: string): Draft {
    return this.held.get(session) ?? { text: '', mode: 'reply' }
  }

  has(session: string): boolean {
    return !!this.held.get(session)?.text.trim()
  }

  set(session: string, draft: Draft, now = Date.now()): void {
    if (!draft.text && draft.mode === 'reply') {
      this.held.delete(session)
      this.storage.removeItem(this.key(session))
      return
    }
    this.held.set(session, draft)
    try {
      this.storage.setItem(this.key(session), JSON.stringify({ ...draft, at: now }))
    } catch {
      // A full storage loses nothing while the page is open.
    }
  }

  /** Put back what could not be sent, before what was typed since. */
  restore(session: string, text: string, mode: Mode): void {
    const now = this.of(session)
    this.set(session, { text: now.text ? `${text}\n${now.text}` : text, mode: now.text ? now.mode : mode })
  }

  private key(session: string): string {
    return `${START}${this.person}:${session}`
  }

  private read(key: string): (Draft & { at: number }) | undefined {
    try {
      const kept = JSON.parse(this.storage.getItem(key) ?? '') as Draft & { at: number }
      return typeof kept.text === 'string' && typeof kept.at === 'number' ? kept : undefined
    } catch {
      return undefined
    }
  }
}
