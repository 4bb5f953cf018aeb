import type { DraftTyped, OrderChoices } from './api'
import type { Paper } from './OrderPaper.vue'

/** What the receivers of a draft will see, if it is issued now. */
export function paperOf(draft: DraftTyped, choices: OrderChoices | undefined, unit_name: string): Paper {
  const urgency = choices?.urgencies.find((one) => one.value === draft.urgency)
  return {
    label: '', title: draft.title, text: draft.text ?? '', unit_name, issued_at: null,
    kind_name: choices?.kinds.find((one) => one.value === draft.kind)?.name ?? '',
    urgency: draft.urgency ?? 'plain', urgency_name: urgency?.name ?? '',
    want_names: (draft.wants ?? []).map((want) => choices?.evidence.find((one) => one.value === want)?.name ?? want),
    sign_by: draft.sign_by ?? urgency?.sign_by ?? null, done_by: draft.done_by ?? urgency?.done_by ?? null,
    files: draft.attachments ?? [], article: draft.article ?? '',
  }
}
