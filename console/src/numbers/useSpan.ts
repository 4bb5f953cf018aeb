import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { lastDays, length, type Span } from './days'

/** As many days as the API tells at once. */
export const MOST_DAYS = 400
const USUAL = 30
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** The days that a page of numbers is about: in the address, the last thirty otherwise, which end yesterday or `back` days ago. */
export function useSpan(back = 1) {
  const route = useRoute()
  const router = useRouter()
  const span = computed<Span>({
    get: () => {
      const { since, until } = route.query as Partial<Span>
      const asked = { since: since ?? '', until: until ?? '' }
      const good = DAY.test(asked.since) && DAY.test(asked.until) && length(asked) >= 1 && length(asked) <= MOST_DAYS
      return good ? asked : lastDays(USUAL, back)
    },
    set: ({ since, until }) => void router.replace({ query: { ...route.query, since, until } }),
  })
  return { span }
}
