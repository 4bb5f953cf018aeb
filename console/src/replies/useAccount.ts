import { computed } from 'vue'
import { usePlace } from '@/shell/place'

/** The one account that these pages are about: the chosen one, or the unit's first. */
export function useAccount() {
  const { account: chosen, accounts, unit, chooseAccount } = usePlace()
  const account = computed(() => chosen.value || (accounts.value.find((one) => one.unit === unit.value) ?? accounts.value[0])?.id || '')
  const name = computed(() => accounts.value.find((one) => one.id === account.value)?.name ?? '')
  return { account, accounts, name, chooseAccount }
}
