import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** A value that stands in the address, so that a link shows the same and going back undoes. */
export function useQuery(name: string, otherwise = ''): WritableComputedRef<string> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => (route.query[name] as string | undefined) ?? otherwise,
    set: (value) => {
      const query = { ...route.query, [name]: value === otherwise ? undefined : value }
      void router.replace({ query })
    },
  })
}
