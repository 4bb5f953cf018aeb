import { computed, ref, watch, type Ref } from 'vue'
import { getTags, type TagSeen } from '@/followers/api'
import { publishing as words } from '@/texts/publishing'

/** The tags of an account, and about how many followers a push to the chosen one reaches; null: all. */
export function useTagReach(account: () => string, tag: Ref<number | null>) {
  const tags = ref<TagSeen[]>([])
  const problem = ref('')
  const loading = ref(false)
  const chosen = computed(() => tags.value.find((one) => one.id === tag.value))
  const reach = computed(() => {
    if (problem.value) return problem.value
    if (chosen.value) return words.tagReach(chosen.value.count)
    return tag.value === null || loading.value ? '' : words.tagUnknown
  })

  /** WeChat is asked when somebody looks, since few pushes go to a tag. */
  async function load(): Promise<void> {
    if (loading.value || tags.value.length) return
    loading.value = true
    try {
      const seen = await getTags(account())
      tags.value = seen.tags
      problem.value = seen.problem
    } catch (error) {
      problem.value = (error as Error).message
    }
    loading.value = false
  }

  watch([account, tag], () => tag.value !== null && void load(), { immediate: true })
  return { tags, chosen, reach, loading, load }
}
