import type { components } from '@made/api'

/** Something with an id and a name. */
export type Named = { id: string; name: string }
export type SessionRecord = components['schemas']['SessionRecord']
