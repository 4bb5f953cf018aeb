import { ElMessage } from 'element-plus'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { components } from '@made/api'
import { client, data } from '@/api/client'
import { told } from '@/shared/act'
import { jobs as words } from '@/texts/jobs'
import { freshOf, newlyEnded } from './job-news'

export type JobSeen = components['schemas']['JobSeen']
const SEEN = 'rongmei-jobs-seen'
const SHOWN = 10

/** The caller's jobs. A page that starts one says `begun(await data(client.POST(…)))`. */
export const useJobs = defineStore('jobs', () => {
  const list = ref<JobSeen[]>([])
  const seen = ref(localStorage.getItem(SEEN) ?? '')
  const running = computed(() => list.value.filter((one) => one.ended_at === null))
  const fresh = computed(() => freshOf(list.value, seen.value))

  async function load(): Promise<void> {
    const before = list.value
    const { jobs } = await data(client.GET('/jobs', { params: { query: { limit: SHOWN } } }))
    list.value = jobs
    for (const one of newlyEnded(before, jobs)) {
      if (one.state === 'done') ElMessage({ type: 'success', message: words.done(one.title, one.message) })
      if (one.state === 'failed') ElMessage({ type: 'error', duration: 8000, showClose: true, message: words.failed(one.title, one.message) })
    }
  }

  function begun(job: JobSeen): void {
    list.value = [job, ...list.value.filter((one) => one.id !== job.id)]
    told(words.begun(job.title))
  }

  /** Whoever has looked into the bell knows of all that has ended by then. */
  function look(): void {
    const last = list.value.map((one) => one.ended_at ?? '').sort().at(-1)
    if (!last) return
    seen.value = last
    localStorage.setItem(SEEN, last)
  }

  async function act(job: JobSeen, action: string): Promise<void> {
    const path = { params: { path: { job_id: job.id } } }
    if (action === 'cancel') await client.POST('/jobs/{job_id}/cancel', path)
    else await client.DELETE('/jobs/{job_id}', path)
    await load()
  }

  /** The address of a file lives for minutes: it is asked for when somebody wants it. */
  async function save(job: JobSeen): Promise<void> {
    const { file } = await data(client.GET('/jobs/{job_id}', { params: { path: { job_id: job.id } } }))
    if (!file) return
    const link = document.createElement('a')
    link.href = file.url
    link.download = file.name
    link.rel = 'noopener'
    link.click()
  }

  return { list, running, fresh, load, begun, look, act, save }
})
