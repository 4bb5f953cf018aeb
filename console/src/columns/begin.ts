import type { Router } from 'vue-router'
import { complain } from '@/shared/act'

/** Begin an article, and open its draft in the editor. */
export async function begin(router: Router, make: () => Promise<string>): Promise<void> {
  try {
    await router.push(`/articles/new/${await make()}`)
  } catch (error) {
    complain(error)
  }
}
