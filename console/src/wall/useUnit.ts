import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

const KEY = 'rongmei-wall'

/** The unit of a wall: in the address, and remembered, so that a screen that is switched on again finds it. */
export function useUnit() {
  const route = useRoute()
  const router = useRouter()
  const unit = computed(() => (route.query.unit as string | undefined) ?? localStorage.getItem(KEY) ?? '')

  function remember(of: string): void {
    localStorage.setItem(KEY, of)
    void router.replace({ query: { ...route.query, unit: of } })
  }

  return { unit, remember }
}
