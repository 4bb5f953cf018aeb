import { defineAsyncComponent, type Component } from 'vue'
import type { Form } from './api'

/**
 * The editor of each form: `v-model` is the content, `disabled` greys it out, `unit` and `account` are the product's.
 * A form without a line shows that there is none.
 */
export const editors: Partial<Record<Form, Component>> = {
  ebook: defineAsyncComponent(() => import('./forms/EbookEditor.vue')),
  mindmap: defineAsyncComponent(() => import('./forms/MindmapEditor.vue')),
  poster: defineAsyncComponent(() => import('./forms/PosterEditor.vue')),
  quiz: defineAsyncComponent(() => import('./forms/QuizEditor.vue')),
  live: defineAsyncComponent(() => import('./forms/LiveEditor.vue')),
}

/** What stands below the editor of a form that was published: `id` is the product's. */
export const results: Partial<Record<Form, Component>> = {
  quiz: defineAsyncComponent(() => import('./forms/QuizNumbers.vue')),
}
