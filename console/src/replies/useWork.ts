import { computed, onBeforeUnmount, ref, watch, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { client, data } from '@/api/client'
import { useQuery } from '@/shared/useQuery'
import { useJobs, type JobSeen } from '@/shell/jobs'

interface Answer<T> {
  job: JobSeen | null
  outcome: T | null
}

/**
 * Work that the API does at once, or by a job that goes on without the page. The job stands in the address under
 * `name`, so that the bell leads back to it and a page that is loaded anew goes on waiting.
 */
export function useWork<T>(load: (id: string) => Promise<T>, name = 'job') {
  const jobs = useJobs()
  const route = useRoute()
  const router = useRouter()
  const id = useQuery(name)
  const outcome = ref() as Ref<T | undefined>
  const problem = ref<unknown>()
  const other = ref<JobSeen>()
  let alive = true
  onBeforeUnmount(() => (alive = false))
  const job = computed(() => (id.value ? (jobs.list.find((one) => one.id === id.value) ?? other.value) : undefined))
  const going = computed(() => !!job.value && job.value.ended_at === null)
  const ended = computed(() => (job.value?.ended_at ? `${job.value.id} ${job.value.state}` : ''))

  // The bell tells of the newest jobs; an older one is asked for by itself.
  watch(id, async (now) => {
    other.value = undefined
    if (!now || jobs.list.some((one) => one.id === now)) return
    try {
      other.value = await data(client.GET('/jobs/{job_id}', { params: { path: { job_id: now } } }))
    } catch (error) {
      problem.value = error
    }
  }, { immediate: true })

  watch(ended, async (now) => {
    if (!now || job.value?.state !== 'done') return
    const mine = id.value
    try {
      const found = await load(mine)
      if (alive && id.value === mine) outcome.value = found
    } catch (error) {
      problem.value = error
    }
  }, { immediate: true })

  /** Take what the API answered; what came of a job is told by `outcome` later. */
  async function take(answer: Answer<T>): Promise<void> {
    problem.value = undefined
    outcome.value = answer.outcome ?? undefined
    if (answer.job) {
      outcome.value = undefined
      jobs.begun(answer.job)
    }
    if (id.value !== (answer.job?.id ?? '')) await router.replace({ query: { ...route.query, [name]: answer.job?.id } })
  }

  return { outcome, problem, job, going, take }
}
