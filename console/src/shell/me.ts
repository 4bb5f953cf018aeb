import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { components } from '@made/api'
import { client, data } from '@/api/client'

export type Me = components['schemas']['Me']
export type UnitSeen = components['schemas']['UnitSeen']

/** The signed-in person, and what they may see. */
export const useMe = defineStore('me', () => {
  const me = ref<Me>()

  async function load(): Promise<void> {
    me.value = await data(client.GET('/me'))
  }

  const units = computed(() => me.value?.units ?? [])
  const accounts = computed(() => me.value?.accounts ?? [])

  /** Whether the person holds a permission in a unit, or anywhere. The API decides again at every call. */
  function may(permission: string, unit?: string): boolean {
    return units.value.some(
      (one) => (unit === undefined || one.id === unit) && one.permissions.includes(permission),
    )
  }

  return { me, units, accounts, load, may }
})
