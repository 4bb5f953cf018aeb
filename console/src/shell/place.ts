import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { useMe } from './me'

const KEY = 'rongmei-place'

/** The unit and account that the person works in: in the address, so that a link can be shared, and remembered. */
export function usePlace() {
  const me = useMe()
  const route = useRoute()
  const router = useRouter()
  const kept = JSON.parse(localStorage.getItem(KEY) ?? '{}') as { unit?: string; account?: string }

  const unit = computed(() => {
    const asked = (route.query.unit as string | undefined) ?? kept.unit
    const held = me.me?.held[0]?.unit
    return me.units.find((one) => one.id === asked)?.id ?? held ?? me.units[0]?.id ?? ''
  })

  /** The unit and all units below it. */
  const within = computed(() => {
    const found = new Set([unit.value])
    for (const one of me.units) if (one.parent && found.has(one.parent)) found.add(one.id)
    return found
  })

  const accounts = computed(() => me.accounts.filter((one) => within.value.has(one.unit)))

  const account = computed(() => {
    const asked = (route.query.account as string | undefined) ?? kept.account
    return accounts.value.find((one) => one.id === asked)?.id ?? ''
  })

  function go(query: Record<string, string | undefined>): void {
    void router.replace({ query: { ...route.query, ...query, cursor: undefined } })
  }

  function chooseUnit(id: string): void {
    localStorage.setItem(KEY, JSON.stringify({ unit: id }))
    go({ unit: id, account: undefined })
  }

  function chooseAccount(id: string): void {
    localStorage.setItem(KEY, JSON.stringify({ unit: unit.value, account: id }))
    go({ unit: unit.value, account: id || undefined })
  }

  return { unit, within, account, accounts, chooseUnit, chooseAccount }
}
