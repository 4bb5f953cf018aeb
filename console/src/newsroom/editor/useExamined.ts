import { ref, watch, onBeforeUnmount } from 'vue'
import { Problem } from '@/api/problem'
import { examine, type Examined, type Typed } from '../api'

const PAUSE = 600

/** What the text would become: looked at after every pause; an older answer never overwrites a newer one. */
export function useExamined(text: Typed, unit: () => string, ready: () => boolean) {
  const examined = ref<Examined>()
  const problem = ref<Problem>()
  const looking = ref(false)
  let timer = 0
  let latest = 0

  async function look(): Promise<void> {
    const mine = ++latest
    looking.value = true
    try {
      const found = await examine(unit(), text)
      if (mine !== latest) return
      examined.value = found
      problem.value = undefined
    } catch (error) {
      if (mine === latest) problem.value = error as Problem
    } finally {
      if (mine === latest) looking.value = false
    }
  }

  watch(
    () => [ready(), text.body, JSON.stringify(text.fields)],
    () => {
      clearTimeout(timer)
      if (ready()) timer = window.setTimeout(look, examined.value ? PAUSE : 0)
    },
    { immediate: true },
  )
  onBeforeUnmount(() => clearTimeout(timer))
  return { examined, problem, looking, look }
}
