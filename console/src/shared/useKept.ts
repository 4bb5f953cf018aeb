import { watch, type Ref } from 'vue'

/** What is typed, kept in this browser until it is saved: neither a lost connection nor a closed tab costs it. */
export function useKept<T>(key: () => string, typed: Ref<T>, touched: () => boolean) {
  function kept(): T | undefined {
    try {
      const found = localStorage.getItem(`rongmei-kept:${key()}`)
      return found ? (JSON.parse(found) as T) : undefined
    } catch {
      return undefined
    }
  }
  function forget(): void {
    localStorage.removeItem(`rongmei-kept:${key()}`)
  }
  watch(typed, (now) => {
    if (!touched()) return
    try {
      localStorage.setItem(`rongmei-kept:${key()}`, JSON.stringify(now))
    } catch {
      // A full storage costs the keeping, and nothing that is on the page.
    }
  }, { deep: true })
  return { kept, forget }
}
