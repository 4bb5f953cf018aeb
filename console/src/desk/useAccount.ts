import { computed } from 'vue'
import { useMe } from '@/shell/me'
import { usePlace } from '@/shell/place'

/** The account that the page is about: the chosen one, else the first whose unit gives the permission. */
export function useAccount(permission: string) {
  const me = useMe()
  const { account, accounts, unit } = usePlace()
  const able = computed(() => accounts.value.filter((one) => me.may(permission, one.unit)))
  const found = computed(() => able.value.find((one) => one.id === account.value) ?? (account.value ? undefined : able.value[0]))
  return { account: computed(() => found.value?.id ?? ''), name: computed(() => found.value?.name ?? ''), unitOf: computed(() => found.value?.unit ?? unit.value) }
}
