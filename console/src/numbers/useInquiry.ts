import { onBeforeUnmount, watch } from 'vue'
import { client, data } from '@/api/client'
import { useLoaded } from '@/shared/useLoaded'

const EVERY = 1000

/** A question to the archive by its id, looked at again while it runs; undefined without one. */
export function useInquiry(id: () => string) {
  const loaded = useLoaded(id, async () => (id() ? data(client.GET('/numbers/inquiries/{inquiry}', { params: { path: { inquiry: id() } } })) : undefined))
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(loaded.value, (now) => {
    clearTimeout(timer)
    if (now?.state === 'running') timer = setTimeout(() => void loaded.again(), EVERY)
  })
  onBeforeUnmount(() => clearTimeout(timer))
  return loaded
}
