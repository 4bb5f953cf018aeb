import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { components } from '@made/api'
import { client, data } from '@/api/client'
import { keyOf, unseen } from './task-news'

export type Task = components['schemas']['Task']
export type Workbench = components['schemas']['Workbench']
const SEEN = 'rongmei-tasks-seen'
/** Milliseconds in which two questions are one: the bell and the page ask when the page opens. */
const TOGETHER = 50
const asked = new Map<string, Promise<Workbench>>()

/** The workbench of a unit as it is now; who asks at the same moment gets the same answer. */
export function workbenchOf(unit: string): Promise<Workbench> {
  const going = asked.get(unit)
  if (going) return going
  const begun = data(client.GET('/workbench', { params: { query: { unit } } }))
  asked.set(unit, begun)
  setTimeout(() => asked.delete(unit), TOGETHER)
  return begun
}

/** What waits for the person, wherever in the console they are; new tasks are counted at the bell. */
export const useTasks = defineStore('tasks', () => {
  const list = ref<Task[]>([])
  const seen = ref<string[]>(JSON.parse(localStorage.getItem(SEEN) ?? '[]') as string[])
  const fresh = computed(() => unseen(list.value, seen.value))

  function take(found: Task[]): void {
    list.value = found
  }

  async function load(unit: string): Promise<void> {
    if (unit) take((await workbenchOf(unit)).tasks)
  }

  /** Whoever has seen the list knows of all that is in it; what goes and comes again is new again. */
  function look(): void {
    seen.value = list.value.map(keyOf)
    localStorage.setItem(SEEN, JSON.stringify(seen.value))
  }

  return { list, fresh, take, load, look }
})
