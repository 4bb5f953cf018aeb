import { onBeforeUnmount, ref, watch, type Ref } from 'vue'
import type { Problem } from '@/api/problem'

/**
 * Something that the API says, loaded now, again whenever `of` changes, and every `seconds` while the tab is seen.
 * An older answer never overwrites a newer one.
 */
export function useLoaded<T>(of: () => unknown, load: () => Promise<T>, seconds = 0) {
  const value = ref() as Ref<T | undefined>
  const problem = ref<Problem>()
  const loading = ref(false)
  let latest = 0

  async function again(): Promise<void> {
    const mine = ++latest
    loading.value = true
    try {
      const found = await load()
      if (mine !== latest) return
      value.value = found
      problem.value = undefined
    } catch (error) {
      if (mine === latest) problem.value = error as Problem
    } finally {
      if (mine === latest) loading.value = false
    }
  }

  watch(of, again, { immediate: true, deep: true })
  if (seconds) {
    const timer = setInterval(() => {
      if (!document.hidden) void again()
    }, seconds * 1000)
    onBeforeUnmount(() => clearInterval(timer))
  }
  return { value, problem, loading, again }
}
