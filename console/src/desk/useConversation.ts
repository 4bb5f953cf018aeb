import { ref, shallowRef, watch, type Ref } from 'vue'
import type { Problem } from '@/api/problem'
import { useLive } from '@/shared/live'
import { getSession, getSuggestions, type SessionSeen, type Suggested } from './api'
import { coalesced } from './coalesced'

/** One conversation, kept fresh, with the answers that may fit its last words. */
export function useConversation(account: Ref<string>, session: Ref<string>) {
  const seen = shallowRef<SessionSeen>()
  const suggested = shallowRef<Suggested>()
  const problem = ref<Problem>()
  const whole = ref(false)
  const words = ref('')
  let heard = ''

  const load = coalesced(async () => {
    const [of, id] = [account.value, session.value]
    if (!of || !id) return
    try {
      const found = await getSession(of, id, whole.value)
      if (id !== session.value) return
      seen.value = found
      problem.value = undefined
      if (found.session.heard !== heard && found.session.state !== 'resolved') {
        heard = found.session.heard
        // What the agent is looking for stays.
        if (!words.value) void suggest()
      }
    } catch (error) {
      if (id === session.value) problem.value = error as Problem
    }
  })

  async function suggest(): Promise<void> {
    const id = session.value
    try {
      const found = await getSuggestions(account.value, id, words.value)
      if (id === session.value) suggested.value = found
    } catch {
      // Suggestions are a help: without them one answers all the same.
    }
  }

  watch([account, session], () => {
    seen.value = undefined
    suggested.value = undefined
    problem.value = undefined
    whole.value = false
    words.value = ''
    heard = ''
    void load()
  }, { immediate: true })
  watch(whole, () => void load())
  useLive(() => [...(seen.value?.topics ?? [])], () => void load())
  return { seen, suggested, problem, whole, words, load, suggest }
}
