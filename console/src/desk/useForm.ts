import { ref } from 'vue'
import type { Problem } from '@/api/problem'
import { told } from '@/shared/act'

/** A form that opens, saves and closes. What the API says against it stays in `problem`, for its fields to show. */
export function useForm(saved: string, done: () => void) {
  const editing = ref(false)
  const problem = ref<Problem>()

  function open(): void {
    problem.value = undefined
    editing.value = true
  }

  async function save(doing: () => Promise<unknown>): Promise<void> {
    try {
      await doing()
    } catch (error) {
      problem.value = error as Problem
      return
    }
    told(saved)
    editing.value = false
    done()
  }

  return { editing, problem, open, save }
}
